<?php
return [
    'default' => env('FILESYSTEM_DISK', 's3'),
    'disks' => [
        'local' => ['driver' => 'local', 'root' => storage_path('app')],
        's3' => [
            'driver' => 's3', 'endpoint' => env('AWS_ENDPOINT_URL'), 'region' => env('AWS_DEFAULT_REGION', 'us-east-1'),
            'bucket' => env('AWS_BUCKET', 'printflow360'), 'key' => env('AWS_ACCESS_KEY_ID'), 'secret' => env('AWS_SECRET_ACCESS_KEY'),
            'tenant_buckets' => env('AWS_TENANT_BUCKETS', 'printflow360-tenant-'),
        ],
    ],
];
