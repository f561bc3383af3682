<?php
namespace App\Http\Middleware;

/** `artisan down` looks for a class of this name. */
class PreventRequestsDuringMaintenance extends \Illuminate\Foundation\Http\Middleware\PreventRequestsDuringMaintenance
{
}
