<?php
namespace App\Console\Commands;

use App\Models\Order;
use App\Queue\PrintQueue;

/** Seed §5.4: asks again for the print file of every paid order that has none, or whose status says so; adds nothing for a job that is waiting or at work. */
class RequeuePrintFiles extends \Illuminate\Console\Command
{
    protected $signature = 'print-files:requeue {--order= : this order alone, though it has a path; the worker looks whether there is a whole file behind it} {--dry-run : count, add nothing} {--json : the counts as JSON on stdout}';
    protected $description = 'Queue the print file of every paid order that has none, or whose file is being made or mended';

    public function handle(PrintQueue $queue): int
    {
        $counts = ['waitingForFile' => 0, 'lost' => 0, 'added' => 0, 'withoutDesign' => 0];
        $orders = $this->option('order')
            ? Order::query()->where('id', $this->option('order'))->whereNotNull('paid_at')
            : Order::waitingForPrintFile();
        foreach ($orders->orderBy('paid_at')->cursor() as $order) {
            $counts['waitingForFile']++;
            if ($order->designId() === null) {
                $counts['withoutDesign']++;
            } elseif (! $queue->has($order) && ($this->option('order') || $order->stillWaits())) {
                $counts['lost']++;
                $counts['added'] += (int) (! $this->option('dry-run') && $queue->add($order));
            }
        }
        $this->option('json') ? $this->line(json_encode($counts)) : $this->table(array_keys($counts), [$counts]);
        return 0;
    }
}
