"""Pages as Indonesian sites make them, for tests of the patrol: articles with what stands around them, walls.

The texts are made up. What stands around the text changes with every call, as it does with every visit.
"""

from __future__ import annotations

import itertools

_visits = itertools.count(1)

HOAX = (
    "Beredar kabar bahwa pemerintah membagikan bantuan tunai satu juta rupiah kepada seluruh pemilik kartu keluarga.",
    "Warga diminta mendaftar lewat tautan yang disebarkan di grup percakapan sebelum akhir bulan ini.",
    "Dalam tautan itu pengunjung harus mengisi nomor induk kependudukan, nama ibu kandung, dan nomor rekening bank.",
    "Seorang petugas kelurahan disebut sudah mencairkan dana tersebut untuk puluhan keluarga di wilayahnya.",
    "Kabar itu juga memuat foto kepala daerah yang memegang tumpukan uang di depan kantor pos kecamatan.",
    "Pengirim pesan mengingatkan agar warga segera mendaftar karena kuota bantuan hanya tersisa sedikit.",
)
OTHER = (
    "Harga cabai rawit merah di pasar induk turun setelah pasokan dari sentra panen kembali lancar.",
    "Pedagang mengatakan kiriman dari tiga kabupaten datang hampir bersamaan sejak awal pekan.",
    "Pembeli menyambut baik penurunan itu karena kebutuhan dapur menjelang hajatan sedang meningkat.",
    "Dinas perdagangan memperkirakan harga akan stabil sampai musim tanam berikutnya dimulai.",
    "Petani berharap harga di tingkat kebun tidak ikut jatuh terlalu dalam seperti tahun kemarin.",
    "Pengamat menyarankan pemerintah daerah menambah gudang pendingin di dekat pasar.",
)
THIRD = (
    "Klub sepak bola kota ini menunjuk pelatih baru asal Spanyol untuk dua musim kompetisi ke depan.",
    "Manajemen menilai gaya permainan menyerang cocok dengan skuad muda yang ada sekarang.",
    "Pelatih itu akan membawa dua asisten serta seorang analis video dari klub lamanya.",
    "Latihan perdana dijadwalkan berlangsung di stadion utama dan terbuka untuk pendukung.",
    "Kapten tim berjanji para pemain senior akan membantu proses penyesuaian tersebut.",
    "Laga persahabatan melawan tim tetangga menjadi ujian pertama sebelum liga bergulir.",
)


def article(
    title: str = "Bantuan Tunai Satu Juta Rupiah Cair Bulan Ini",
    paragraphs: tuple[str, ...] = HOAX,
    *,
    head: str = "",
    extra: str = "",
    ends: str = "</body></html>",
) -> str:
    """Return an article; its day, its counters, its advertisements and its comments are new each time."""
    visit = next(_visits)
    day, month = visit % 28 + 1, ("Januari", "Februari", "Maret", "April", "Mei", "Juni")[visit % 6]
    weekday = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat")[visit % 5]
    related = "".join(
        f'<li><a href="/baca/{visit + n}">Artikel {["satu", "dua", "tiga", "empat", "lima"][(visit + n) % 5]} '
        f"soal {['kuliner', 'wisata', 'olahraga', 'otomotif', 'musik'][(visit + n) % 5]} yang ramai dibaca</a></li>"
        for n in range(5)
    )
    comments = "".join(
        f'<div class="comment-body"><b>Pembaca {visit}{n}</b><p>{"Setuju sekali dengan berita ini " * (visit % 3 + 1)}'
        f"terima kasih sudah menulis {['pagi', 'siang', 'sore', 'malam'][(visit + n) % 4]} tadi</p></div>"
        for n in range(visit % 7)
    )
    text = "".join(f"<p>{each}</p>" for each in paragraphs)
    return f"""<!doctype html><html lang="id"><head><meta charset="utf-8"><title>({visit}) {title} - Kabar Kita</title>
<script>var kunjungan = {visit};</script><style>p {{ margin: {visit}px }}</style></head>
<body class="single with-sidebar"><nav><ul><li><a href="/">Beranda</a></li><li><a href="/politik">Politik</a></li>
<li><a href="/daerah">Daerah</a></li></ul></nav>
<div class="iklan-atas">Promo belanja hemat hari ke {visit} hanya untuk Anda pelanggan setia kami</div>
<article class="post"><h1>{title}</h1>
<p class="post-meta">Oleh Redaksi, <time>{weekday}, {day} {month} 2026 {visit % 24:02d}.15 WIB</time>, dibaca
{visit * 37} kali</p>
{head}{text}<div class="ads">Diskon {visit} persen, klik sekarang juga sebelum kehabisan</div>{extra}
<div class="share-buttons"><a href="#">Bagikan</a> {visit * 3} kali</div></article>
<aside class="sidebar"><h3>Terpopuler</h3><ol>{related}</ol></aside>
<section class="comments-area" id="comments"><h3>{visit % 7} Komentar</h3>{comments}</section>
<footer>Hak cipta {2020 + visit % 7} Kabar Kita. Pengunjung hari ini: {visit * 11}</footer>{ends}"""


def front(name: str, *titles: str) -> str:
    """Return the front page of a site."""
    items = "".join(
        f"<div class=post><h2><a href=/{n}>{each}</a></h2><p>{each}, selengkapnya di sini.</p></div>"
        for n, each in enumerate(titles)
    )
    return f"<!doctype html><html><head><title>{name}</title></head><body><main>{items}</main></body></html>"


WALLS = {
    "the login of Facebook": '<title>Masuk Facebook</title><form id="login_form" action="/login/"><input name="email">'
    '<input name="pass" type="password"></form><p>Lupa kata sandi? Buat akun baru. Masuk atau daftar ke Facebook untuk '
    "terhubung dengan teman, keluarga dan orang yang Anda kenal, berbagi foto dan video, kirim pesan dan lihat kabar "
    "terbaru mereka.</p>",
    "the login of Instagram": "<title>Masuk • Instagram</title><div id=react-root></div>",
    "Google's consent": "<title>Google</title><h1>Sebelum Anda melanjutkan</h1><p>Kami menggunakan cookie dan data "
    "untuk menayangkan dan memelihara layanan, melacak gangguan dan melindungi dari spam, serta mengukur interaksi "
    "penonton untuk memahami bagaimana layanan kami digunakan.</p><button>Tolak semua</button>",
    "Cloudflare's challenge": "<title>Just a moment...</title><script>window._cf_chl_opt={cvId:'3'}</script><noscript>"
    "Enable JavaScript and cookies to continue</noscript><script src=/cdn-cgi/challenge-platform/h/b/x></script>",
    "checking your browser": "<title>kabar.example</title><h1>Checking your browser before you see this.</h1>"
    "<p>This process is automatic. Your browser will redirect to your requested content shortly. Please allow up to "
    "five seconds while we make sure that everything is fine and that you are no program of any kind.</p>",
    "a riddle": '<title>kabar.example</title><p>Selesaikan untuk melanjutkan</p><div class="h-captcha"></div>',
    "Internet Positif, below the page's own address": "<title>Internet Positif</title><center><h1>Internet Positif</h1>"
    "<p>Mohon maaf, situs yang Anda tuju tidak dapat diakses melalui jaringan ini karena terindikasi mengandung salah "
    "satu unsur pornografi, judi, phising, SARA atau proxy. Jika keberatan silakan hubungi aduankonten.</p></center>",
    "laman labuh": "<title>Pemberitahuan</title><h2>Laman Labuh</h2><p>Situs ini tidak bisa dibuka sesuai peraturan "
    "perundang-undangan yang berlaku di Indonesia. Silakan hubungi penyedia layanan Anda bila ada keberatan atas hal "
    "ini, dengan menyebutkan alamat yang dituju.</p>",
}
