//! Chance that comes out the same every time.

/// A sequence of numbers that depends on nothing but what it was started with (SplitMix64).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The sequence for one answer: `turn` counts the messages of a stream.
    #[must_use]
    pub fn new(seed: u64, name: &str, turn: u64) -> Self {
        // FNV-1a, so that no two operations answer alike.
        let start = seed ^ 0xcbf2_9ce4_8422_2325;
        let name = name
            .bytes()
            .fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        Self(name.wrapping_add(turn.wrapping_mul(0x2545_f491_4f6c_dd1d)))
    }

    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `sides`; 0 where that is impossible.
    pub fn below(&mut self, sides: u64) -> u64 {
        self.roll().checked_rem(sides).unwrap_or_default()
    }

    /// True once in so many times.
    pub fn once_in(&mut self, sides: u64) -> bool {
        self.below(sides) == 0
    }
}
