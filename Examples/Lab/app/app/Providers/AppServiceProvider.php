<?php
namespace App\Providers;

use App\S3\{S3Adapter, S3Client};
use Illuminate\Support\Facades\{Route, Storage};

class AppServiceProvider extends \Illuminate\Support\ServiceProvider
{
    public function register()
    {
        $this->app->bind(S3Client::class, fn () => new S3Client(config('filesystems.disks.s3')));
    }

    public function boot()
    {
        Storage::extend('s3', fn ($app, $config) => new \League\Flysystem\Filesystem(new S3Adapter(new S3Client($config)), $config));
        Route::middleware('web')->group(base_path('routes/web.php'));
    }
}
