<?php
// Laravel and what it needs come from Debian's packages; only App\ is ours.
ini_set('memory_limit', '512M');   // Debian's command line has no limit
error_reporting(E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED);
require_once 'Illuminate/autoload.php';
@include_once 'GuzzleHttp/autoload.php';   // Debian's Illuminate asks for "Guzzlehttp/Guzzle": the wrong case, never found
spl_autoload_register(static function (string $class): void {
    foreach (['App\\' => '/app/', 'Illuminate\\Support\\Facades\\Schedule' => '/compat/Schedule'] as $space => $folder) {
        if (strncmp($class, $space, strlen($space)) === 0) {
            $file = __DIR__.$folder.str_replace('\\', '/', substr($class, strlen($space))).'.php';
            if (is_file($file)) {
                require $file;
            }
            return;
        }
    }
});
