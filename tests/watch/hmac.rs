//! HMAC-SHA256 once more, written from FIPS 180-4 and RFC 2104: it shares no code with the program.

/// Returns the HMAC-SHA256 of a message as hexadecimal digits.
pub(super) fn hmac(key: &[u8], message: &[u8]) -> String {
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let padded = |pad: u8, message: &[u8]| [&block.map(|byte| byte ^ pad)[..], message].concat();
    let digest = sha256(&padded(0x5c, &sha256(&padded(0x36, message))));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sha256(message: &[u8]) -> [u8; 32] {
    let primes: Vec<u32> = (2..).filter(|&n| (2..n).all(|d| n % d != 0)).take(64).collect();
    let constants: Vec<u32> = primes.iter().map(|&prime| fraction(prime, 3)).collect();
    let mut state: Vec<u32> = primes[..8].iter().map(|&prime| fraction(prime, 2)).collect();
    let mut padded = [message, &[0x80]].concat();
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend((message.len() as u64 * 8).to_be_bytes());
    for block in padded.chunks(64) {
        compress(&mut state, block, &constants);
    }
    let bytes: Vec<u8> = state.iter().flat_map(|word| word.to_be_bytes()).collect();
    bytes.try_into().unwrap()
}

/// Returns the first 32 bits of the fraction of a prime's square or cube root, by bisection.
fn fraction(prime: u32, degree: u32) -> u32 {
    // The largest root such that (root / 2^32)^degree is at most the prime, to 40 bits at most.
    let power = |root: u128| -> u128 {
        // root < 2^37, so its cube takes 111 bits.
        root.pow(degree)
    };
    let target = u128::from(prime) << (32 * degree);
    let (mut low, mut high) = (0, 1 << 37);
    while high - low > 1 {
        let middle = (low + high) / 2;
        if power(middle) <= target { low = middle } else { high = middle }
    }
    low as u32
}

fn compress(state: &mut [u32], block: &[u8], constants: &[u32]) {
    let mut words: Vec<u32> =
        block.chunks(4).map(|bytes| u32::from_be_bytes(bytes.try_into().unwrap())).collect();
    for at in 16..64 {
        let (a, b) = (words[at - 15], words[at - 2]);
        let s0 = a.rotate_right(7) ^ a.rotate_right(18) ^ a >> 3;
        let s1 = b.rotate_right(17) ^ b.rotate_right(19) ^ b >> 10;
        let sum = words[at - 16].wrapping_add(s0).wrapping_add(words[at - 7]).wrapping_add(s1);
        words.push(sum);
    }
    let mut v = state.to_vec();
    for (word, constant) in words.iter().zip(constants) {
        let s1 = v[4].rotate_right(6) ^ v[4].rotate_right(11) ^ v[4].rotate_right(25);
        let choice = v[4] & v[5] ^ !v[4] & v[6];
        let first = [v[7], s1, choice, *constant, *word].into_iter().fold(0, u32::wrapping_add);
        let s0 = v[0].rotate_right(2) ^ v[0].rotate_right(13) ^ v[0].rotate_right(22);
        let majority = v[0] & v[1] ^ v[0] & v[2] ^ v[1] & v[2];
        v.rotate_right(1);
        v[4] = v[4].wrapping_add(first);
        v[0] = first.wrapping_add(s0).wrapping_add(majority);
    }
    for (word, added) in state.iter_mut().zip(v) {
        *word = word.wrapping_add(added);
    }
}

#[test]
fn it_is_that_of_rfc_4231() {
    let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assert_eq!(hmac(b"Jefe", b"what do ya want for nothing?"), expected);
}
