<?php
namespace App\Queue;

use App\Models\Order;
use Illuminate\Support\Facades\Redis;

/**
 * The queue of print files, in the shape that BullMQ keeps in Redis: a list of waiting ids, a hash for each job.
 *
 * A job's id is its order's: whoever adds it a second time adds nothing. A job that is done or has failed stays, and is no obstacle
 * to a new attempt when its order still has no file.
 */
class PrintQueue
{
    public const NAME = 'bull:print-files';

    // One script, so that two who re-enqueue at the same time cannot both add.
    private const ADD = <<<'LUA'
        local base, id, data, now = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
        local job = base .. ':' .. id
        if redis.call('EXISTS', job) == 1 then
          if not (redis.call('ZSCORE', base .. ':completed', id) or redis.call('ZSCORE', base .. ':failed', id)) then return 0 end
          redis.call('ZREM', base .. ':completed', id)
          redis.call('ZREM', base .. ':failed', id)
          redis.call('DEL', job)
        end
        redis.call('INCR', base .. ':id')
        redis.call('HSET', job, 'name', 'print-file', 'data', data, 'opts', '{"attempts":3}', 'timestamp', now, 'delay', '0', 'priority', '0', 'atm', '0')
        redis.call('LPUSH', base .. ':wait', id)
        redis.call('XADD', base .. ':events', 'MAXLEN', '~', '10000', '*', 'event', 'waiting', 'jobId', id)
        return 1
        LUA;

    /** Adds the job of an order; false when it is waiting or at work already. */
    public function add(Order $order): bool
    {
        $data = json_encode(['order' => $order->id, 'design' => $order->designId()]);
        $now = (string) (int) (microtime(true) * 1000);
        return (bool) Redis::connection('queue')->eval(self::ADD, 1, self::NAME, self::id($order), $data, $now);
    }

    /** Whether the order's job is waiting or at work. */
    public function has(Order $order): bool
    {
        $redis = Redis::connection('queue');
        $id = self::id($order);
        return $redis->exists(self::NAME.':'.$id) && $redis->zscore(self::NAME.':completed', $id) === false
            && $redis->zscore(self::NAME.':failed', $id) === false;
    }

    public static function id(Order $order): string
    {
        return 'order-'.$order->id;
    }
}
