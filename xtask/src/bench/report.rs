//! The report in Indonesian, made from the samples alone: medians, spreads, and ratios within the rounds.

mod figures;

use super::contestant::{ALL, Contestant, title};
use super::samples::{Samples, Settings, Yardstick};
use super::statistics::{Round, Spread, column};
use super::work::{epoch_flops, roofline_seconds, training_multiply_adds};
use figures::{best, grouped, number, range, times};
use std::fmt::Write;

/// The whole of `bench/HASIL.md`.
pub fn write(samples: &Samples) -> String {
    let parts = [
        head(samples),
        training(samples),
        roofline(samples),
        inference("batch 1", &samples.inference_1),
        inference("batch 256", &samples.inference_256),
        start(samples),
        memory(samples),
        how(samples),
        missing(samples),
    ];
    parts.concat()
}

fn head(samples: &Samples) -> String {
    let (settings, machine) = (&samples.settings, &samples.machine);
    let Settings {
        rounds,
        images,
        peers,
        threads,
        memory_epochs,
    } = settings;
    let (cores, shown) = (machine.cores, grouped(*images as u64));
    let mut text = format!(
        "# Hasil pengukuran kecepatan

Ditulis oleh `cargo xtask bench --rounds {rounds} --images {images} --peers {peers} --threads {threads} --memory-epochs {memory_epochs}`; jangan disunting.

| | |
|---|---|
| tanggal | {} |
| prosesor | {}; {cores} inti (utas perangkat keras); {} |
| memori | {} |
| sistem operasi | {} |
| Rust | {} |
",
        machine.date, machine.processor, machine.vectors, machine.memory, machine.system, machine.rustc
    );
    for contestant in present(samples) {
        let _ = writeln!(
            text,
            "| {} | {} |",
            contestant.title, samples.versions[contestant.name]
        );
    }
    let _ = writeln!(
        text,
        "
Semua peserta: jaringan dokumen asal, {shown} gambar latih yang sama, *batch* 32, Adam (laju pembelajaran 0,001; 0,9; 0,999; 1e-7), piksel
distandarkan, {threads} utas. Mereka bekerja bergantian, putaran demi putaran; yang menunggu dihentikan sementara. Hanya rasio pada putaran yang
sama yang dapat dipercaya di mesin bersama. *Rasio*: waktu peserta dibagi waktu fmnist_lib; di atas 1 berarti fmnist_lib lebih cepat."
    );
    text
}

fn training(samples: &Samples) -> String {
    let rounds = &samples.training;
    let rows = present(samples).filter_map(|contestant| {
        let name = contestant.name;
        let time = times(rounds, name, |trained| trained.seconds)?;
        let last = rounds.iter().rev().find_map(|round| round.get(name))?;
        Some(format!(
            "| {} | {time} | {} | {} |\n",
            contestant.title,
            number(last.loss, 4),
            number(last.accuracy, 4)
        ))
    });
    format!(
        "\n## Pelatihan: satu *epoch*, {} gambar, tanpa validasi\n\n| peserta | median (detik) | terkecil–terbesar | rasio, median (terkecil–terbesar) | *loss* terakhir | akurasi latih terakhir |\n|---|---:|---:|---:|---:|---:|\n{}{}",
        grouped(samples.settings.images as u64),
        rows.collect::<String>(),
        best(rounds, |trained| trained.seconds)
    )
}

fn roofline(samples: &Samples) -> String {
    let images = samples.settings.images;
    let shown = grouped(images as u64);
    let mut text = format!(
        "\n## Jarak ke batas perangkat keras (*roofline*)\n
Satu *epoch* adalah {} perkalian-penjumlahan setiap gambar, {} GFLOP untuk {shown} gambar. Batasnya: waktu bila semuanya berjalan secepat perkalian
matriks 2048 × 2048 (f32, pustaka `gemm`) dengan {} utas pada putaran yang sama.\n",
        grouped(training_multiply_adds()),
        number(epoch_flops(images) / 1e9, 1),
        samples.settings.threads
    );
    let rates = |rate: fn(&Yardstick) -> f64| {
        let rates = samples.yardstick.iter().flatten().map(rate);
        Spread::of(&rates.collect::<Vec<_>>())
    };
    let (Some(one), Some(all)) = (rates(|rate| rate.one), rates(|rate| rate.all)) else {
        return text + "\nPerkalian matriks tidak terukur.\n";
    };
    // The limit of each round in which it was measured, beside that round's times.
    let rounds = samples.training.iter().zip(&samples.yardstick);
    let rounds: Vec<_> = rounds
        .filter_map(|(round, rate)| Some((round, roofline_seconds(images, rate.as_ref()?.all))))
        .collect();
    let limits: Vec<f64> = rounds.iter().map(|(_, limit)| *limit).collect();
    let limit = Spread::of(&limits).map_or(0.0, |limits| limits.median);
    let _ = writeln!(
        text,
        "\n| | median | terkecil–terbesar |\n|---|---:|---:|\n| satu utas (GFLOP/s) | {} | {} |\n| {} utas (GFLOP/s) | {} | {} |\n| batas satu *epoch* (detik) | {} | |\n\n| peserta | waktu dibagi batas, median (terkecil–terbesar) |\n|---|---:|",
        number(one.median, 1),
        range(one, 1),
        samples.settings.threads,
        number(all.median, 1),
        range(all, 1),
        number(limit, 2)
    );
    for contestant in present(samples) {
        let distances: Vec<f64> = rounds
            .iter()
            .filter_map(|(round, limit)| Some(round.get(contestant.name)?.seconds / limit))
            .collect();
        if let Some(spread) = Spread::of(&distances) {
            let _ = writeln!(
                text,
                "| {} | {} ({}) |",
                contestant.title,
                number(spread.median, 2),
                range(spread, 2)
            );
        }
    }
    text
}

fn inference(what: &str, rounds: &[Round<super::answer::Predicted>]) -> String {
    let rows = ALL.iter().filter_map(|contestant| {
        let name = contestant.name;
        let time = times(rounds, name, |predicted| predicted.seconds)?;
        let last = rounds.iter().rev().find_map(|round| round.get(name))?;
        Some(format!(
            "| {} | {time} | {} |\n",
            contestant.title,
            number(last.accuracy, 4)
        ))
    });
    format!(
        "\n## Inferensi: 10.000 gambar uji, {what}\n\n| peserta | median (detik) | terkecil–terbesar | rasio, median (terkecil–terbesar) | akurasi uji |\n|---|---:|---:|---:|---:|\n{}{}",
        rows.collect::<String>(),
        best(rounds, |predicted| predicted.seconds)
    )
}

fn start(samples: &Samples) -> String {
    let rows = present(samples).filter_map(|contestant| {
        let time = times(&samples.start, contestant.name, |started| started.seconds)?;
        let ready = Spread::of(&column(&samples.start, contestant.name, |started| {
            started.ready_seconds
        }))?;
        Some(format!(
            "| {} | {time} | {} |\n",
            contestant.title,
            number(ready.median, 2)
        ))
    });
    format!(
        "\n## Dari mulainya proses sampai *epoch* pertama selesai\n\nProses baru, {} gambar; berkas dan *cache* sudah pernah dibaca.\n\n| peserta | median (detik) | terkecil–terbesar | rasio, median (terkecil–terbesar) | sampai data termuat, median (detik) |\n|---|---:|---:|---:|---:|\n{}{}",
        grouped(samples.settings.images as u64),
        rows.collect::<String>(),
        best(&samples.start, |started| started.seconds)
    )
}

fn memory(samples: &Samples) -> String {
    const MEGABYTE: f64 = 1e6;
    let mut text = "\n## Memori puncak\n\n`VmHWM` proses utama, dari mulai sampai sesudah satu *epoch* dan kedua inferensi, data termasuk.\n\n| peserta | median (MB) |\n|---|---:|\n".to_owned();
    for contestant in present(samples) {
        let peaks = samples
            .start
            .iter()
            .filter_map(|round| round.get(contestant.name)?.peak_bytes);
        let peaks: Vec<f64> = peaks.map(|bytes| bytes as f64 / MEGABYTE).collect();
        let median = Spread::of(&peaks).map_or("tidak terukur".to_owned(), |spread| {
            number(spread.median, 0)
        });
        let _ = writeln!(text, "| {} | {median} |", contestant.title);
    }
    if samples.settings.memory_epochs > 0 {
        let peak = samples
            .latih_peak_bytes
            .map(|bytes| number(bytes as f64 / MEGABYTE, 0));
        let _ = writeln!(
            text,
            "| `latih --protocol benih --epochs {} --batch-size 32 --train-images {}` | {} |",
            samples.settings.memory_epochs,
            samples.settings.images,
            peak.unwrap_or("tidak terukur".to_owned())
        );
    }
    text
}

fn how(samples: &Samples) -> String {
    let rows =
        present(samples).map(|contestant| format!("- {}: {}.\n", contestant.title, contestant.how));
    format!("\n## Cara setiap peserta\n\n{}", rows.collect::<String>())
}

fn missing(samples: &Samples) -> String {
    if samples.missing.is_empty() {
        return "\n## Yang tidak ikut\n\nTidak ada.\n".to_owned();
    }
    let rows = samples
        .missing
        .iter()
        .map(|one| format!("- {}: {}\n", title(&one.name), one.reason));
    format!("\n## Yang tidak ikut\n\n{}", rows.collect::<String>())
}

/// Those that were ready, in the tables' order.
fn present(samples: &Samples) -> impl Iterator<Item = &'static Contestant> {
    ALL.iter()
        .filter(|contestant| samples.versions.contains_key(contestant.name))
}

#[cfg(test)]
mod tests;
