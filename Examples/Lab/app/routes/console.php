<?php
// Never call Artisan::all() or Artisan::call() here: this file is loaded while the commands are being loaded, and it recurses.
use Illuminate\Support\Facades\Schedule;

Schedule::call(fn () => file_put_contents(storage_path('app/scheduler-ran'), gmdate('c')."\n"))->name('tick')->everyMinute();
