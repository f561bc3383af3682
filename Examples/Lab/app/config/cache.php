<?php
// Files, not Redis: `down`, `up` and `optimize:clear` must work while Redis is gone.
return ['default' => 'file', 'prefix' => 'printflow', 'stores' => [
    'file' => ['driver' => 'file', 'path' => storage_path('framework/cache/data')],
    'array' => ['driver' => 'array'],
]];
