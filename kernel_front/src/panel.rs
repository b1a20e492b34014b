//! The panel that a training shows while it runs: HTML in the colours of the page's own theme, updated in place, and the same as one line of text.

use crate::chart::{self, Colours};
use crate::fault::escaped;
use crate::figures::{decimal, duration, measure, percent, whole};
use crate::training::Training;

/// JupyterLab's variables, with what other pages fall back on.
const THEME: Colours = Colours {
    ink: "var(--jp-content-font-color1, currentColor)",
    soft: "var(--jp-content-font-color2, #777)",
    // The same on light and dark paper: high-contrast themes have white borders, which would drown the curves.
    grid: "rgba(128,128,128,0.28)",
    training: "#2f8fd0",
    validation: "#e0752d",
};
const GAP: f64 = 20.0;
/// What a panel says of itself when no update has replaced it for a while, as on a page that was loaded again: CSS alone lets it appear.
const SILENCE: &str = "<style>@keyframes belajar-cnn-diam{from{max-height:0}to{max-height:8em}}</style>\
    <div style=\"overflow:hidden;font-size:12px;animation:belajar-cnn-diam 0.2s linear 10s both\"><div style=\"padding-top:8px\">\
    <b>Tidak ada kabar baru.</b> Jika halaman ini dimuat ulang, pelatihan tetap berjalan di kernel: jalankan sel berikutnya, dan kemajuan serta \
    hasilnya tampak di sana.</div></div>";

/// The whole panel.
pub fn html(training: &Training) -> String {
    let done = (training.done() * 100.0).floor();
    let speed = training.images_per_second.map_or_else(
        || "–".to_owned(),
        |speed| whole(speed.round().max(0.0) as u64),
    );
    let left = training
        .seconds_left
        .map_or_else(|| "–".to_owned(), duration);
    let last = training.last();
    let figures = [
        ("Loss latih", measure(training.loss)),
        ("Akurasi latih", percent(training.accuracy)),
        (
            "Loss validasi",
            measure(last.and_then(|epoch| epoch.val_loss)),
        ),
        (
            "Akurasi validasi",
            percent(last.and_then(|epoch| epoch.val_accuracy)),
        ),
        ("Gambar per detik", speed),
        ("Sisa waktu", left),
    ];
    let cells: String = figures
        .iter()
        .map(|(name, value)| {
            format!(
                "<div style=\"min-width:92px\"><div style=\"font-size:11px;color:{}\">{name}</div><div style=\"font-size:16px;font-variant-numeric:tabular-nums\">{value}</div></div>",
                THEME.soft
            )
        })
        .collect();
    let ink = THEME.ink;
    let soft = THEME.soft;
    let grid = THEME.grid;
    let blue = THEME.training;
    let name = training.name.as_deref().map(escaped);
    let title = format!(
        "{}Epoch {} dari {}",
        name.map_or_else(String::new, |name| name + " · "),
        training.epoch.max(1),
        training.epochs.max(1)
    );
    format!(
        "<div style=\"max-width:720px;color:{ink};font-family:var(--jp-ui-font-family, system-ui, sans-serif);line-height:1.4;padding:4px 0\">\
         <div style=\"display:flex;justify-content:space-between;align-items:baseline;margin-bottom:6px\">\
         <div><b style=\"font-size:14px\">{title}</b> <span style=\"font-size:12px;color:{soft}\">{}</span></div>\
         <div style=\"font-size:14px;font-variant-numeric:tabular-nums\">{done:.0} %</div></div>\
         <div role=\"progressbar\" aria-valuemin=\"0\" aria-valuemax=\"100\" aria-valuenow=\"{done:.0}\" style=\"height:8px;border-radius:4px;background:{grid};overflow:hidden\">\
         <div style=\"height:100%;width:{:.1}%;border-radius:4px;background:{blue}\"></div></div>\
         <div style=\"display:flex;flex-wrap:wrap;gap:6px 22px;margin:10px 0 8px\">{cells}</div>{}{SILENCE}</div>",
        state(training),
        training.done() * 100.0,
        curves(training),
    )
}

/// The same as a line, for pages without HTML.
pub fn text(training: &Training) -> String {
    format!(
        "{}Epoch {}/{}, {}: {} %, loss {}, akurasi {}, sisa waktu {}",
        training
            .name
            .as_ref()
            .map_or_else(String::new, |name| format!("{name}: ")),
        training.epoch.max(1),
        training.epochs.max(1),
        state(training),
        decimal((training.done() * 100.0).floor(), 0),
        measure(training.loss),
        percent(training.accuracy),
        training
            .seconds_left
            .map_or_else(|| "belum diketahui".to_owned(), duration)
    )
}

/// What it is doing.
fn state(training: &Training) -> String {
    let steps = format!(
        "{} dari {}",
        whole(training.step),
        whole(training.steps.max(1))
    );
    if training.asked_to_stop {
        "berhenti sesudah langkah ini …".to_owned()
    } else if training.validating {
        "menilai data validasi …".to_owned()
    } else {
        format!("langkah {steps}")
    }
}

fn curves(training: &Training) -> String {
    let width = 2.0 * chart::WIDTH + GAP;
    let height = chart::HEIGHT;
    let content = if chart::has_curves(training) {
        chart::charts(training, &THEME, GAP)
    } else {
        // The place is kept, so that the page does not jump when the first points come.
        String::new()
    };
    format!(
        "<svg viewBox=\"0 0 {width:.0} {height:.0}\" style=\"width:100%;max-width:{width:.0}px;display:block\" role=\"img\" aria-label=\"Kurva loss dan akurasi\" font-family=\"inherit\">{content}</svg>\
         <div style=\"font-size:11px;color:{};display:flex;gap:16px\"><span><span style=\"color:{}\">●</span> data latih</span><span><span style=\"color:{}\">●</span> data validasi</span></div>",
        THEME.soft, THEME.training, THEME.validation
    )
}
