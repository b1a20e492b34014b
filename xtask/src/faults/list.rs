//! [`FAULTS`]: what can go wrong around the programs, and what has to be seen of it.
//!
//! The texts are for `sh`. `$W` is a fresh folder with an earlier good run in `$W/hasil`, the data in `$W/data`, and in `$W/proyek` what `cargo xtask lab`
//! looks for first; `$LATIH`, `$PREDIKSI` and `$XTASK` are the programs, and `$AS_NOBODY` runs one without root's privileges.

use super::fault::{Expected::*, Fault};

const TRAIN: &str = "$LATIH --data $W/data --train-images 64 --epochs 1 --threads 1 --out $W/hasil";
const PREDICT: &str = "$PREDIKSI --data $W/data --images 3 --model $W/hasil/model.safetensors";
const LAB: &str = "cd $W/proyek && $XTASK lab --no-browser";

pub(super) const FAULTS: &[Fault] = &[
    Fault {
        name: "disk penuh ketika hasil disimpan",
        prepare: "mkdir $W/lama && mv $W/hasil/* $W/lama && mount -t tmpfs -o size=2m tmpfs $W/hasil && cp $W/lama/* $W/hasil",
        run: TRAIN,
        expected: Sentence("disk penuh"),
        needs: "",
    },
    Fault {
        name: "disk penuh ketika data dibongkar, folder sementara masih ada",
        prepare: "mv $W/data $W/asal && mkdir $W/data && mount -t tmpfs -o size=36m tmpfs $W/data && cp $W/asal/*.gz $W/data",
        run: PREDICT,
        expected: Works("Akurasi"),
        needs: "",
    },
    Fault {
        name: "disk penuh ketika data dibongkar, folder sementara juga",
        prepare: "mv $W/data $W/asal && mkdir $W/data && mount -t tmpfs -o size=36m tmpfs $W/data && cp $W/asal/*.gz $W/data && export TMPDIR=$W/data",
        run: PREDICT,
        expected: Sentence("disk penuh"),
        needs: "",
    },
    Fault {
        name: "layar (stdout) tidak dapat ditulis",
        prepare: "",
        run: "$PREDIKSI --data $W/data --images 3 --model $W/hasil/model.safetensors > /dev/full",
        expected: Sentence("disk penuh"),
        needs: "",
    },
    Fault {
        name: "pembaca keluaran berhenti membaca (`latih | head`)",
        prepare: "",
        run: "{ $LATIH --data $W/data --train-images 64 --epochs 1 --threads 1 --out $W/baru; echo $? > $W/kode; } | head -n 1; test -s $W/baru/model.safetensors && exit $(cat $W/kode)",
        expected: Works(""),
        needs: "",
    },
    Fault {
        name: "folder hasil hanya dapat dibaca",
        prepare: "mount --bind $W/hasil $W/hasil && mount -o remount,ro,bind $W/hasil",
        run: TRAIN,
        expected: Sentence("hanya dapat dibaca"),
        needs: "",
    },
    Fault {
        name: "folder data hanya dapat dibaca",
        prepare: "mount --bind $W/data $W/data && mount -o remount,ro,bind $W/data",
        run: PREDICT,
        expected: Works("Akurasi"),
        needs: "",
    },
    Fault {
        name: "tanpa izin menulis hasil",
        prepare: "chmod 555 $W/hasil",
        run: "$AS_NOBODY $LATIH --data $W/data --train-images 64 --epochs 1 --threads 1 --out $W/hasil",
        expected: Sentence("izin"),
        needs: "setpriv",
    },
    Fault {
        name: "tanpa izin membaca bobot",
        prepare: "chmod 000 $W/hasil/model.safetensors",
        run: "$AS_NOBODY $PREDIKSI --data $W/data --images 3 --model $W/hasil/model.safetensors",
        expected: Sentence("izin"),
        needs: "setpriv",
    },
    Fault {
        name: "tanpa HOME dan tanpa TMPDIR",
        prepare: "unset HOME TMPDIR",
        run: TRAIN,
        expected: Works("Data uji"),
        needs: "",
    },
    Fault {
        name: "tanpa jaringan",
        prepare: "",
        run: "unshare --net $LATIH --data $W/data --train-images 64 --epochs 1 --threads 1 --out $W/hasil",
        expected: Works("Data uji"),
        needs: "",
    },
    Fault {
        name: "jam menunjuk tahun 1970",
        prepare: "",
        run: "faketime '1970-01-02 00:00:00' $LATIH --data $W/data --train-images 64 --epochs 1 --threads 1 --out $W/hasil",
        expected: Works("Data uji"),
        needs: "faketime",
    },
    Fault {
        name: "jam menunjuk tahun 2099",
        prepare: "",
        run: "faketime '2099-12-31 23:59:59' $LATIH --data $W/data --train-images 64 --epochs 1 --threads 1 --out $W/hasil",
        expected: Works("Data uji"),
        needs: "faketime",
    },
    Fault {
        name: "nama folder dengan huruf di luar ASCII dan spasi",
        prepare: "mv $W/data \"$W/data é 数据 😀\"",
        run: "$LATIH --data \"$W/data é 数据 😀\" --train-images 64 --epochs 1 --threads 1 --out \"$W/hasil/ñ ø 结果\"",
        expected: Works("Data uji"),
        needs: "",
    },
    Fault {
        name: "nama folder yang bukan UTF-8",
        prepare: "BAD=$(printf '\\377\\376') && mv $W/data \"$W/data$BAD\"",
        run: "$LATIH --data \"$W/data$BAD\" --train-images 64 --epochs 1 --threads 1 --out \"$W/hasil/$BAD\"",
        expected: Works("Data uji"),
        needs: "",
    },
    Fault {
        name: "jalur folder hampir sepanjang batas sistem",
        prepare: "PART=$(printf 'panjang%.0s' $(seq 30)) && LONG=$W/baru && for i in $(seq 17); do LONG=$LONG/$PART; done",
        run: "$LATIH --data $W/data --train-images 64 --epochs 1 --threads 1 --out $LONG",
        expected: Works("Data uji"),
        needs: "",
    },
    Fault {
        name: "jalur folder lebih panjang daripada batas sistem",
        prepare: "PART=$(printf 'panjang%.0s' $(seq 30)) && LONG=$W/baru && for i in $(seq 25); do LONG=$LONG/$PART; done",
        run: "$LATIH --data $W/data --train-images 64 --epochs 1 --threads 1 --out $LONG",
        expected: Sentence("terlalu panjang"),
        needs: "",
    },
    Fault {
        name: "program lain menghapus data/.cache selama data dimuat",
        prepare: "(while [ -d $W/data ]; do rm -rf $W/data/.cache; sleep 0.05; done) 2>/dev/null & OTHER=$!",
        run: PREDICT,
        expected: Any("Akurasi", ".cache"),
        needs: "",
    },
    Fault {
        name: "berkas data terpotong",
        prepare: "truncate -s 1000000 $W/data/t10k-images-idx3-ubyte.gz",
        run: TRAIN,
        expected: Sentence("git checkout -- data"),
        needs: "",
    },
    Fault {
        name: "berkas bobot terpotong",
        prepare: "truncate -s 1000 $W/hasil/model.safetensors",
        run: PREDICT,
        expected: Sentence("model.safetensors"),
        needs: "",
    },
    Fault {
        name: "berkas bobot tidak ada habisnya",
        prepare: "",
        run: "$PREDIKSI --data $W/data --images 3 --model /dev/zero",
        expected: Sentence("bukan berkas biasa"),
        needs: "",
    },
    Fault {
        name: "`cargo xtask lab`: folder proyek hanya dapat dibaca",
        prepare: "mount --bind $W/proyek $W/proyek && mount -o remount,ro,bind $W/proyek",
        run: LAB,
        expected: Sentence(".lab tidak dapat ditulis"),
        needs: "python3",
    },
    Fault {
        name: "`cargo xtask lab`: disk penuh",
        prepare: "mkdir $W/proyek/.lab && mount -t tmpfs -o size=1m tmpfs $W/proyek/.lab",
        run: LAB,
        expected: Sentence("ruang disk"),
        needs: "python3",
    },
    Fault {
        name: "`cargo xtask lab`: tanpa jaringan, tanpa HOME",
        prepare: "export CARGO_HOME=${CARGO_HOME:-$HOME/.cargo} RUSTUP_HOME=${RUSTUP_HOME:-$HOME/.rustup} PIP_RETRIES=0; unset HOME PIP_FIND_LINKS",
        run: "cd $W/proyek && unshare --net $XTASK lab --no-browser",
        expected: Sentence("sambungan internet"),
        needs: "python3",
    },
];
