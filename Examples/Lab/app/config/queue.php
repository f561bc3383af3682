<?php
// Print files go through App\Queue\PrintQueue, whose worker is another program; Laravel's own jobs run in the request.
return ['default' => 'sync', 'connections' => ['sync' => ['driver' => 'sync']], 'failed' => ['driver' => null]];
