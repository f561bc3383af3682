<?php
namespace App\Console\Commands;

use App\Models\Order;
use App\Queue\PrintQueue;

/** Seed §5.4: asks again for the print file of every paid order that has none; adds nothing for a job that is waiting or at work. */
class RequeuePrintFiles extends \Illuminate\Console\Command
{
    protected $signature = 'print-files:requeue {--order= : this order alone} {--dry-run : count, add nothing} {--json : the counts as JSON on stdout}';
    protected $description = 'Queue the print file of every paid order that has none';

    public function handle(PrintQueue $queue): int
    {
        $counts = ['waitingForFile' => 0, 'added' => 0, 'alreadyQueued' => 0, 'withoutDesign' => 0];
        $orders = Order::waitingForPrintFile()->when($this->option('order'), fn ($query, $id) => $query->where('id', $id));
        foreach ($orders->orderBy('paid_at')->cursor() as $order) {
            $counts['waitingForFile']++;
            if ($order->designId() === null) {
                $counts['withoutDesign']++;
            } elseif (! $this->option('dry-run')) {
                $counts[$queue->add($order) ? 'added' : 'alreadyQueued']++;
            }
        }
        $this->option('json') ? $this->line(json_encode($counts)) : $this->table(array_keys($counts), [$counts]);
        return 0;
    }
}
