/// The looks of the HTML report.
enum HTMLStyle {
  static let text = """
    :root{color-scheme:light dark;--page:#fbfaf8;--paper:#fff;--ink:#1c1f24;--soft:#5b6470;--line:#dcdfe4;--stripe:#f4f5f7;
    --work:#2f6fb5;--good:#176b3a;--bad:#b3261e;--warn:#7a4b00;--wait:#a8731a;--halt:#8a93a0;--pin:#5a3d91}
    @media (prefers-color-scheme:dark){:root{--page:#14171b;--paper:#1b1f25;--ink:#e6e8eb;--soft:#a3adb9;--line:#343b45;--stripe:#21262d;
    --work:#6aa5e3;--good:#6fcf97;--bad:#ff8a80;--warn:#f2b95c;--wait:#e0a84a;--halt:#78828f;--pin:#b79cf0}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
    main{max-width:66rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
    h1{font-size:2rem;line-height:1.2;margin:.1em 0 .3em;text-wrap:balance}
    h2{font-size:1.2rem;margin:0 0 .6rem}
    h3{font-size:1rem;margin:1.2rem 0 .4rem}
    section{margin-top:1.25rem;background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:1.1rem 1.25rem}
    .kicker{margin:0;color:var(--soft);font-size:.9rem;letter-spacing:.02em}
    .outcome{display:inline-block;margin:.2rem 0 1rem;padding:.15rem .7rem;border:1.5px solid currentColor;border-radius:99px;font-weight:650}
    .good{color:var(--good)}.bad{color:var(--bad);font-weight:600}.attention{color:var(--warn)}
    header dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:.5rem 1.5rem;margin:0}
    dt{color:var(--soft);font-size:.8rem}dd{margin:0;overflow-wrap:anywhere}
    .lines{margin:0;padding-left:1.4rem}.lines li{margin:.3rem 0}.lines li:nth-child(2){font-weight:600}
    table{width:100%;border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums}
    caption{text-align:left;color:var(--soft);font-size:.85rem;padding-bottom:.5rem}
    th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
    .short{white-space:nowrap}.word{min-width:5.5rem}.term{overflow-wrap:break-word}.long{min-width:7rem}
    thead th{color:var(--soft);font-weight:500;font-size:.8rem;white-space:nowrap}
    tbody th{font-weight:600;white-space:nowrap}
    tbody tr:last-child>*{border-bottom:0}
    code{font:.92em ui-monospace,SFMono-Regular,Menlo,Consolas,"Noto Sans Mono",monospace;overflow-wrap:anywhere}
    figure{margin:0}figcaption{color:var(--soft);font-size:.85rem;margin-top:.6rem}
    .none{margin:0;color:var(--soft)}
    .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.2rem;padding:0;margin:.4rem 0 0}.legend b{color:var(--ink)}
    .swatch{display:inline-block;width:1.3em;height:.75em;border-radius:2px;vertical-align:-.02em;border:1px solid transparent}
    .swatch.worked,.swatch.machine{background:var(--work)}.swatch.failed{background:var(--bad)}
    .swatch.wait,.swatch.people{border-color:var(--wait);background:repeating-linear-gradient(45deg,var(--wait) 0 1.5px,transparent 1.5px 4px)}
    .swatch.halt,.swatch.stood{border-color:var(--halt);background:repeating-linear-gradient(45deg,var(--halt) 0 1px,transparent 1px 6px)}
    .swatch.doubt{border:1.5px dashed var(--bad)}.swatch.diamond{width:.6em;height:.6em;background:var(--warn);transform:rotate(45deg);border-radius:0}
    .shares{margin-top:1.2rem}.shares svg{display:block;width:100%;height:22px}
    .shares rect{stroke:none}.shares .machine{fill:var(--work)}.shares .stood{fill:var(--halt);fill-opacity:.35}
    .timeline{display:block;width:100%;height:auto;font-family:inherit;font-size:11.5px}
    .timeline.narrow{display:none}
    .timeline text{fill:var(--ink)}.timeline .tick,.timeline .remark{fill:var(--soft);font-size:10.5px}
    .timeline .remark,.timeline .label,.timeline .sign{paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}
    .timeline .grid{stroke:var(--line)}.timeline .stripe{fill:var(--stripe)}.timeline .fold{stroke:var(--soft);fill:none;stroke-width:1.4}
    .timeline .bar{stroke-width:1}.timeline .worked{fill:var(--work)}.timeline .failed{fill:var(--bad)}
    .timeline .bar.waited,.timeline .bar.open{stroke:var(--wait)}.timeline .bar.refused{stroke:var(--bad)}
    .timeline .bar.open{stroke-dasharray:4 2}
    .timeline .bar.doubt{fill:var(--paper);stroke:var(--bad);stroke-dasharray:3 2;stroke-width:1.5}
    .timeline .sign{font-size:10.5px;font-weight:700}.timeline .sign.waited{fill:var(--good)}.timeline .sign.open{fill:var(--warn)}
    .timeline .sign.failed,.timeline .sign.refused,.timeline .sign.doubt{fill:var(--bad)}
    .timeline .sign.inside{stroke:none}.timeline .sign.inside.failed,.timeline .sign.inside.refused{fill:var(--paper)}
    .timeline .mark{fill:var(--warn)}.hatch-wait line{stroke:var(--wait);stroke-width:3}.hatch-halt line{stroke:var(--halt);stroke-width:1.2}
    .timeline .pin line{stroke:var(--pin);stroke-dasharray:2 3}.timeline .pin circle{fill:var(--paper);stroke:var(--pin);stroke-width:1.4}
    .timeline .pin text{fill:var(--pin);font-size:9.5px;font-weight:650}
    .pins{margin:.2rem 0 0;padding-left:1.6rem}.pins b{font-weight:500}.pins span,.todo span{color:var(--soft);font-size:.85rem}
    .pins li,.todo li{margin:.25rem 0;overflow-wrap:anywhere}
    .todo{list-style:none;padding:0;margin:.4rem 0 0}.todo li{padding-left:1.7rem;position:relative}
    .todo li::before{content:"";position:absolute;left:.1rem;top:.3em;width:.85em;height:.85em;border:1.5px solid var(--soft);border-radius:3px}
    .proof div{display:grid;grid-template-columns:12rem 1fr;gap:.2rem 1rem;padding:.3rem 0;border-bottom:1px solid var(--line)}.proof{margin:0}
    .proof dt{font-size:.9rem}
    @media screen and (max-width:62rem){table,tbody,tbody tr,tbody th,tbody td{display:block}thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
    tbody tr{padding:.5rem 0;border-bottom:1px solid var(--line)}tbody tr:last-child{border-bottom:0}
    tbody th,tbody td{border:0;padding:.1rem 0 .1rem 7.2rem;position:relative;min-height:1.5em;white-space:normal}
    tbody [data-label]::before{content:attr(data-label);position:absolute;left:0;width:6.8rem;color:var(--soft);font-weight:400;font-size:.82rem}
    [data-empty]{display:none!important}caption{display:block}
    .short{white-space:normal}.word,.long{min-width:0}}
    @media (max-width:46rem){main{padding:1.25rem .75rem 3rem}section{padding:.9rem .9rem}h1{font-size:1.5rem}
    header dl{grid-template-columns:1fr;gap:.25rem}header dl div{display:grid;grid-template-columns:5.5rem 1fr}header dt{padding-top:.15rem}
    .timeline.wide{display:none}.timeline.narrow{display:block}
    .proof div{grid-template-columns:1fr}}
    @media print{:root{color-scheme:light;--page:#fff;--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--stripe:#f3f3f3;--work:#2f6fb5;--good:#0b5a2c;
    --bad:#a3150e;--warn:#6b4200;--wait:#8a5a0a;--halt:#777;--pin:#4a2f85}
    @page{size:A4;margin:14mm}body{font-size:10pt}table{font-size:8.5pt}thead th{font-size:7.5pt}th,td{padding-right:.5rem}.word{min-width:5.1rem}.long{min-width:4.6rem}main{max-width:none;padding:0}section{border:0;border-radius:0;padding:0;margin-top:5.5mm}
    h1{font-size:18pt}h2{font-size:12pt;break-after:avoid}h3,caption{break-after:avoid}h2,caption{break-inside:avoid}tr,li,.proof div{break-inside:avoid}.shares{break-inside:avoid}
    thead{display:table-header-group;break-inside:avoid;break-after:avoid}tbody tr:first-child{break-before:avoid}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
    """
}
