<?php
namespace App\Models;

use Illuminate\Support\Facades\DB;

/** An order; its print file is a path below the bucket, paid for, and shown to the customer. */
class Order extends \Illuminate\Database\Eloquent\Model
{
    public $incrementing = false;
    public $timestamps = false;
    protected $keyType = 'string';
    protected $guarded = [];
    protected $casts = ['paid_at' => 'datetime', 'design_print_ready_file' => 'array'];

    /** What a customer pays for and has not got: paid, and no file, or a path whose file is being made or mended. */
    public static function waitingForPrintFile()
    {
        return static::query()->whereNotNull('paid_at')->whereNotIn('status', ['open', 'cancelled'])
            ->where(fn ($query) => $query->whereNull('design_print_ready_file')->orWhere('file_status', '<>', 'ready'));
    }

    /** Whether the customer has still got none, asked again: a job that ended since the row was read had linked its file before. */
    public function stillWaits(): bool
    {
        return static::waitingForPrintFile()->whereKey($this->id)->exists();
    }

    public function printFile(): ?string
    {
        return $this->design_print_ready_file['image'] ?? null;
    }

    public function tenant()
    {
        return $this->belongsTo(Tenant::class);
    }

    /** The design that is printed: the main item's document's. */
    public function designId(): ?string
    {
        return DB::table('order_items')->join('designer_documents', 'designer_documents.id', '=', 'order_items.document_id')
            ->where('order_items.id', $this->main_item_id)->value('designer_documents.design_id');
    }
}
