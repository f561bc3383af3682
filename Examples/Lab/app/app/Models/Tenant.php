<?php
namespace App\Models;

class Tenant extends \Illuminate\Database\Eloquent\Model
{
    public $incrementing = false;
    protected $keyType = 'string';
    protected $guarded = [];
}
