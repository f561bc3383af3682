<?php
namespace App\Console\Commands;

use App\Models\Order;

/** Seed §5.3: until the file is mended, the customer reads what happens, in place of a broken download. */
class HoldPrintFile extends \Illuminate\Console\Command
{
    protected $signature = 'print-files:hold {order : the order}';
    protected $description = 'Tell the customer of an order that its print file is being mended';

    public function handle(): int
    {
        $order = Order::query()->find($this->argument('order'));
        if ($order === null) {
            $this->getOutput()->getErrorStyle()->error('There is no such order.');
            return 1;
        }
        $order->update(['file_status' => 'recovering', 'recovery_action' => 'We are mending your print file; you need not do anything.']);
        $this->line("order {$order->number} is on hold");
        return 0;
    }
}
