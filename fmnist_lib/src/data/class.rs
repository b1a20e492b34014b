//! The ten classes: the data set's own English names and their Indonesian gloss.

/// How many classes Fashion-MNIST has; labels are `0..CLASS_COUNT`.
pub const CLASS_COUNT: usize = 10;

/// The data set's own names, by label. Source: Xiao, Rasul and Vollgraf (2017), table 2.
pub const CLASS_NAMES: [&str; CLASS_COUNT] = [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
];

/// The same classes in Indonesian, by label.
pub const CLASS_GLOSSES: [&str; CLASS_COUNT] = [
    "kaus",
    "celana panjang",
    "baju hangat",
    "gaun",
    "mantel",
    "sandal",
    "kemeja",
    "sepatu kets",
    "tas",
    "sepatu bot",
];

/// `"Coat (mantel)"` for label 4; a label outside 0..10 is said plainly.
pub fn class_label(label: u8) -> String {
    match CLASS_NAMES.get(usize::from(label)) {
        Some(name) => format!("{name} ({})", CLASS_GLOSSES[usize::from(label)]),
        None => format!("kelas {label} tidak ada"),
    }
}
