<?php
namespace App\Exceptions;

class Handler extends \Illuminate\Foundation\Exceptions\Handler
{
    /** The stock one asks Auth, which this shop does not have. */
    protected function context()
    {
        return [];
    }
}
