<?php
namespace App\Console\Commands;

use App\Models\Tenant;
use App\S3\S3Client;
use Illuminate\Support\Facades\{DB, Http, Log};

/**
 * Seed §3.5, the application's half: what has no object is never served as a broken download.
 *
 * Every path that the database stores is looked for in its bucket: print files in the tenant's own, where it has one. An order or design whose file is missing becomes `recovering`, with a
 * sentence that says what happens next; one whose file is back becomes `ready`. Paid orders are told to the staff.
 * Restoring bytes is the runbook's half. Exit 0: looked, see the counts; 2: could not look.
 */
class StorageReconcile extends \Illuminate\Console\Command
{
    protected $signature = 'storage:reconcile {--tenant= : this tenant alone} {--order= : this order alone} {--dry-run : change nothing, tell nobody} {--json : the counts as JSON on stdout}';
    protected $description = 'Set the status of orders and designs by what the bucket holds, and tell the staff of paid orders';

    private const MADE_AGAIN = 'Your print file is being made again; you need not do anything.';

    /** Where paths are stored, in the order of the report; whether the row has a status of its own. */
    private const PATHS = [
        ['orders', "design_print_ready_file->>'image'", 'id', 'tenant_id', true],
        ['designer_documents', "print_ready_file->>'image'", 'id', 'tenant_id', true],
        ['customers', 'image', 'id', 'tenant_id', false],
        ['products', 'image', 'id', 'tenant_id', false],
        ['uploads', 'image', 'number', 'tenant_id', false],
        ['tenants', 'branding_css', 'id', 'id', false],
        ['BrandingAssets', '"logoPath"', 'id', 'tenant_id', false],
    ];

    public function handle(S3Client $s3): int
    {
        // artisan ends with 1 for whatever was not caught: that must not look like an answer.
        try {
            return $this->reconcile($s3);
        } catch (\Throwable $problem) {
            $this->getOutput()->getErrorStyle()->error($problem->getMessage());
            return 2;
        }
    }

    private function reconcile(S3Client $s3): int
    {
        $counts = ['ok' => 0, 'missing' => 0, 'recovering' => 0, 'readyAgain' => 0, 'paidOrdersMissing' => 0];
        $objects = [];
        $paid = [];
        foreach (self::PATHS as [$table, $path, $id, $tenant, $hasStatus]) {
            if ($this->option('order') && $table !== 'orders') {
                continue;
            }
            foreach ($this->rows($table, $path, $id, $tenant, $hasStatus) as $row) {
                $bucket = $s3->in($name = Tenant::bucketOf($row->own ?? null));
                $isThere = $this->option('order')
                    ? $this->isWhole($bucket, $row->path) : isset(($objects[$name] ??= $this->objects($bucket))[$row->path]);
                $counts[$isThere ? 'ok' : 'missing']++;
                if ($hasStatus) {
                    $this->mark($table, $row, $isThere, $counts);
                }
                if (! $isThere && $table === 'orders' && $row->paid) {
                    $counts['paidOrdersMissing']++;
                    $paid[] = $row;
                }
            }
        }
        $counts['staffTold'] = $this->tell($paid);
        Log::info('storage:reconcile', $counts);
        $this->option('json') ? $this->line(json_encode($counts)) : $this->table(array_keys($counts), [$counts]);
        return 0;
    }

    private function rows(string $table, string $path, string $id, string $tenant, bool $hasStatus): iterable
    {
        $more = $table === 'orders' ? ', number, paid_at IS NOT NULL AS paid' : '';
        // What has a status is a print file.
        $more .= $hasStatus ? ', file_status, (SELECT own_bucket FROM tenants WHERE tenants.id = tenant_id) AS own' : '';
        return DB::table($table)->selectRaw("\"$id\" AS id, $path AS path$more")->whereRaw("$path IS NOT NULL")
            ->when($this->option('tenant'), fn ($query, $value) => $query->where($tenant, $value))
            ->when($this->option('order'), fn ($query, $value) => $query->where('id', $value))
            ->orderBy($id)->get();
    }

    /** The keys of the bucket that hold something. */
    private function objects(S3Client $s3): array
    {
        $keys = [];
        foreach ($s3->list() as $key => $object) {
            if ($object['size'] > 0) {
                $keys[$key] = true;
            }
        }
        return $keys;
    }

    /** One object, read to its end: half a PDF is as bad as none. */
    private function isWhole(S3Client $s3, string $key): bool
    {
        $answer = $s3->call('GET', $key, [], '', [], true);
        if ($answer['status'] !== 200 && $answer['status'] !== 404) {
            throw new \RuntimeException("s3: $key: HTTP {$answer['status']}");
        }
        return $answer['status'] === 200 && str_starts_with($answer['body'], '%PDF-') && str_ends_with(rtrim($answer['body']), '%%EOF');
    }

    private function mark(string $table, object $row, bool $isThere, array &$counts): void
    {
        $status = $isThere ? 'ready' : 'recovering';
        if ($row->file_status === $status || ($isThere && $row->file_status === 'generating')) {
            $counts['recovering'] += (int) ! $isThere;
            return;
        }
        $counts[$isThere ? 'readyAgain' : 'recovering']++;
        if (! $this->option('dry-run')) {
            DB::table($table)->where('id', $row->id)->update([
                'file_status' => $status, 'recovery_action' => $isThere ? null : self::MADE_AGAIN]);
        }
    }

    /** A message that cannot be delivered stops nothing; the log has it either way. */
    private function tell(array $orders): bool
    {
        if ($orders === [] || $this->option('dry-run')) {
            return false;
        }
        $numbers = implode(', ', array_map(fn ($order) => "{$order->number} ({$order->id})", array_slice($orders, 0, 20)));
        $text = count($orders)." paid orders have no print file any more; make them again with print-files:requeue --order. Orders: $numbers";
        Log::critical($text);
        try {
            return Http::timeout(5)->post((string) config('services.chat.webhook'), ['text' => $text])->successful();
        } catch (\Throwable $problem) {
            Log::error('the staff could not be told: '.$problem->getMessage());
            return false;
        }
    }
}
