<?php
$postgres = fn (string $database) => [
    'driver' => 'pgsql', 'host' => env('DB_HOST', '127.0.0.1'), 'port' => env('DB_PORT', '5432'),
    'database' => $database, 'username' => env('DB_USERNAME', 'printflow'), 'password' => env('DB_PASSWORD', ''),
    'charset' => 'utf8', 'prefix' => '', 'schema' => 'public', 'sslmode' => 'prefer',
];

return [
    'default' => 'pgsql',
    'connections' => [
        'pgsql' => $postgres(env('DB_DATABASE', 'live_db')),
        'admin_pgsql' => $postgres(env('ADMIN_DB_DATABASE', 'admin_db')),
    ],
    'migrations' => 'migrations',
    'redis' => [
        'client' => 'phpredis',
        // No prefix: the keys are shared with the worker, which is another program.
        'options' => ['prefix' => ''],
        'queue' => [
            'host' => env('REDIS_HOST', '127.0.0.1'), 'port' => env('REDIS_PORT', '6379'), 'password' => env('REDIS_PASSWORD'),
            'database' => 0, 'timeout' => 2, 'read_timeout' => 5,
        ],
    ],
];
