<?php
use App\Models\{Order, Tenant};
use App\Queue\PrintQueue;
use App\S3\S3Client;
use Illuminate\Support\Facades\{DB, Route};

// Laravel 11's health route, with a look at the database, which the stock one does not take.
Route::get('/up', function () {
    try {
        DB::select('SELECT 1');
    } catch (\Throwable $problem) {
        return response("the database does not answer\n", 500);
    }
    return response("up\n");
});

Route::get('/', fn () => response('Print-Flow 360: '.Tenant::query()->count().' shops, '.Order::query()->count()." orders\n"));

Route::get('/admin/login', fn () => response("<form method=post><input name=user><input name=password type=password><button>Log in</button></form>\n"));

// The super-admin's database answers: the page after the form.
Route::post('/admin/login', fn () => response(DB::connection('admin_pgsql')->table('plans')->count()." shops have a plan\n"));

// What the customer bought. Never a broken download: what cannot be served is said in plain words, with what happens next.
Route::get('/orders/{order}/print-file', function (Order $order, S3Client $s3) {
    abort_unless($order->paid_at, 404);
    if ($order->file_status !== 'ready') {
        return response()->json(['status' => $order->file_status, 'action' => $order->recovery_action ?: 'We are making your print file; please try again in a few minutes.'], 409);
    }
    $path = $order->printFile();
    $file = $path ? $s3->in($order->tenant->printBucket())->call('GET', $path) : ['status' => 404];
    $bytes = $file['status'] === 200 ? $file['body'] : '';
    abort_unless(str_starts_with($bytes, '%PDF-'), 410, 'The print file is lost.');
    return response($bytes, 200, ['Content-Type' => 'application/pdf']);
});

// Paying makes an invoice and asks for the print file, unless the design has one.
Route::post('/orders/{order}/pay', function (Order $order, PrintQueue $queue) {
    abort_unless($order->status === 'open', 409, 'This order is not open.');
    DB::transaction(function () use ($order) {
        $order->update(['status' => 'paid', 'paid_at' => now(), 'file_status' => 'generating']);
        DB::table('invoices')->insert([
            'tenant_id' => $order->tenant_id, 'order_id' => $order->id, 'amount' => $order->total, 'issued_at' => now()]);
    });
    $queue->add($order);
    return response("paid; the print file is being made\n", 202);
});
