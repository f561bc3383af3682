<?php
namespace App\Models;

class Tenant extends \Illuminate\Database\Eloquent\Model
{
    public $incrementing = false;
    protected $keyType = 'string';
    protected $guarded = [];

    /** Where its print files lie: in a bucket of its own, or in the one of everybody. */
    public function printBucket(): string
    {
        return self::bucketOf($this->own_bucket);
    }

    public static function bucketOf(?string $own): string
    {
        $disk = config('filesystems.disks.s3');
        return $own ? $disk['tenant_buckets'].$own : $disk['bucket'];
    }
}
