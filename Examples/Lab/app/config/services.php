<?php
// Where the shop's staff is told things; a webhook's address is a secret and stands in .env alone.
return ['chat' => ['webhook' => env('CHAT_WEBHOOK')]];
