/* What every page of ours is: one file, no script, nothing loaded from anywhere, whatever a table holds. */
#include "html_text.h"

/* Readable without colour, from a phone to A4. */
static const char style[] =
    ":root{--ink:#1b1f24;--line:#c3c9d2;--soft:#f3f5f8;--mark:#0b4f8f;--grey:#4a525d}"
    "*{box-sizing:border-box}"
    "body{font:16px/1.65 'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','Noto Sans',"
    "sans-serif;color:var(--ink);background:#fff;margin:0 auto;max-width:62rem;padding:1rem 1.2rem 3rem}"
    "h1{font-size:1.7rem;line-height:1.3;margin:.4rem 0 .2rem}"
    "h2{font-size:1.22rem;border-bottom:2px solid var(--mark);padding-bottom:.2rem;margin:2.2rem 0 .7rem}"
    "h3{font-size:1.02rem;margin:1.3rem 0 .4rem}p{margin:.5rem 0}"
    "table{border-collapse:collapse;width:100%;font-size:.87rem;line-height:1.45}"
    "th,td{border:1px solid var(--line);padding:.28rem .5rem;text-align:left;vertical-align:top}"
    "thead th{background:var(--soft);border-bottom:2px solid var(--grey)}"
    "td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    "th.v{white-space:normal}td.w{white-space:nowrap}td.k,tbody "
    "th{word-break:keep-all}td.long{min-width:15em}small{font-weight:400;color:var(--grey)}"
    "tr.no td{font-weight:700;background:#fdf0ee}tr.sum td{font-weight:700;border-top:2px solid var(--grey)}"
    ".scroll{overflow-x:auto;margin:.5rem 0}figure{margin:.5rem 0}.note{color:var(--grey);font-size:.88rem}"
    ".answer{font-size:1.08rem;background:var(--soft);border-left:6px solid var(--mark);padding:.8rem 1.1rem}"
    ".made{border:2px dashed #7a4300;padding:.4rem .8rem;font-weight:700}.tag{border:2px solid var(--ink);"
    "padding:.05rem .6rem;font-weight:700}"
    "nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;padding:0;margin:.8rem 0}"
    "a{color:var(--mark)}code{font-family:inherit;overflow-wrap:anywhere}"
    ".map svg{display:block;width:100%;height:auto;border:1px solid var(--line)}"
    ".legend{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;padding:0;margin:.4rem 0;font-size:.88rem}"
    ".legend svg{vertical-align:-4px;margin-right:.3rem}"
    ".bars tbody th{white-space:nowrap}.bars td.b{width:52%;min-width:9rem}.bars "
    "i{display:block;height:.62rem;margin:.16rem 0;min-width:1px;"
    "print-color-adjust:exact;-webkit-print-color-adjust:exact}"
    ".bars i.t{border:1.5px solid var(--grey);background:repeating-linear-gradient(135deg,#fff 0 3px,#b9c0ca 3px "
    "5px)}"
    ".bars i.p{background:var(--mark)}.key i{display:inline-block;width:1.6rem;height:.62rem;margin-right:.3rem}"
    ".check td{height:2.6rem}.check td.w{min-width:8rem}"
    "@media(max-width:40rem){body{padding:.7rem .8rem 2rem}h1{font-size:1.35rem}.map svg{width:46rem}"
    ".scroll td,.scroll th{min-width:4.4em}.scroll .n{min-width:4em}.scroll td.long{min-width:11em}.bars th,.bars "
    "tbody th{white-space:normal}"
    ".bars .key{white-space:nowrap}.bars .key i{display:block;margin:.3rem 0 .3rem auto}"
    ".bars td.b{min-width:5rem;width:30%}"
    /* A shadow at the side where more is hidden. */
    ".scroll{background:linear-gradient(to right,#fff 40%,transparent) 0 0/3rem 100% no-repeat local,"
    "linear-gradient(to left,#fff 40%,transparent) 100% 0/3rem 100% no-repeat local,"
    "linear-gradient(to right,#0004,transparent) 0 0/.8rem 100% no-repeat,"
    "linear-gradient(to left,#0004,transparent) 100% 0/.8rem 100% no-repeat}}"
    "@media print{@page{size:A4;margin:15mm 14mm}body{font-size:10pt;max-width:none;padding:0}"
    "nav ul{display:block;columns:2}nav a{color:inherit}#map{break-before:page}#costs,#certainty,#procedure,.bars"
    "{break-inside:avoid}td.long{min-width:10em}thead{display:table-header-group}tr,.answer,.made,figure{break-"
    "inside:avoid}"
    "h2,h3{break-after:avoid}.scroll{overflow:visible}table{font-size:8.5pt}a{color:inherit;text-decoration:none}"
    ".map svg{max-height:205mm;width:auto;max-width:100%;margin:0 auto}.answer{font-size:11pt}}";

void html_page_open(html *h, const char *title) {
  html_raw(h, h->language == JH_CHINESE ? "<!DOCTYPE html>\n<html lang=\"zh-CN\">"
                                        : "<!DOCTYPE html>\n<html lang=\"en\">");
  html_raw(h,
           "<head><meta charset=\"utf-8\"/>"
           "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"/>"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
           "img-src data:\"/><link rel=\"icon\" href=\"data:,\"/>\n<title>");
  html_put(h, title);
  html_raw(h, "</title><style>");
  html_raw(h, style);
  html_raw(h, "</style></head>\n<body>\n");
}

void html_page_close(html *h) { html_raw(h, "</main>\n</body></html>\n"); }
