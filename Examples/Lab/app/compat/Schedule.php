<?php
// Laravel 8 has no Schedule facade, which the runbook's routes/console.php uses: one accessor is all it takes.
namespace Illuminate\Support\Facades;

class Schedule extends Facade
{
    protected static function getFacadeAccessor()
    {
        return \Illuminate\Console\Scheduling\Schedule::class;
    }
}
