//! Pickles that are too large for a checked-in file, or of which many are needed.

use super::pickle;
use super::reader::Refusal;
use super::value::Value;
use crate::model::checkpoint::damage_tests::Random;

fn program(parts: &[&[u8]]) -> Vec<u8> {
    [b"\x80\x02".as_slice(), &parts.concat(), b"."].concat()
}

/// Runs on a stack that any recursion over the input would overflow.
fn on_a_small_stack(test: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(128 << 10).spawn(test).unwrap().join().unwrap();
}

fn damage(bytes: &[u8]) -> String {
    match pickle::read(bytes) {
        Err(Refusal::Damaged(what)) => what,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("accepted"),
    }
}

#[test]
fn dictionaries_nested_a_hundred_thousand_deep_are_read_and_freed() {
    on_a_small_stack(|| {
        const DEPTH: usize = 100_000;
        let deep = program(&[&b"}K\x01".repeat(DEPTH), b"N", &b"s".repeat(DEPTH)]);
        let pickle = pickle::read(&deep).unwrap_or_else(|refusal| panic!("{refusal:?}"));
        let mut depth = 0;
        let mut value = pickle.root();
        while let Value::Dict(entries) = value {
            depth += 1;
            value = pickle.get(entries[0].1);
        }
        assert_eq!(depth, DEPTH);
    });
}

#[test]
fn tuples_nested_a_hundred_thousand_deep_are_read_and_freed() {
    on_a_small_stack(|| {
        let deep = program(&[&b"(".repeat(100_000), &b"t".repeat(100_000)]);
        assert!(pickle::read(&deep).is_ok());
    });
}

#[test]
fn a_pickle_of_more_values_than_any_model_needs_is_refused() {
    assert_eq!(damage(&program(&[&b")".repeat(1 << 20)])), "holds more than 524288 values");
}

#[test]
fn a_container_of_itself_is_read() {
    assert!(pickle::read(&program(&[b"}q\x00K\x01h\x00s"])).is_ok());
}

#[test]
fn a_shape_of_more_dimensions_than_any_weight_has_is_refused() {
    let sizes = b"(".iter().copied().chain(b"K\x01".repeat(17)).chain(*b"t").collect::<Vec<u8>>();
    let storage = b"(X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000NK\x01tQ";
    let call = [b"ctorch._utils\n_rebuild_tensor_v2\n(".as_slice(), storage, b"K\0", &sizes, &sizes, b"\x89NtR"];
    assert_eq!(damage(&program(&call)), "holds a tensor whose shape is not a tuple of up to 16");
}

#[test]
fn integers_of_any_length_up_to_128_bits_are_read_with_their_sign() {
    for number in [0, 1, -1, 127, -128, 255, 65_536, -65_537, i128::MAX, i128::MIN] {
        let bytes = number.to_le_bytes();
        let long = program(&[b"\x8a\x10", &bytes]);
        let pickle = pickle::read(&long).unwrap_or_else(|refusal| panic!("{refusal:?}"));
        assert!(matches!(pickle.root(), Value::Integer(read) if *read == number), "{number}");
    }
    let short = program(&[b"\x8a\x02\x00\xff"]);
    let pickle = pickle::read(&short).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    assert!(matches!(pickle.root(), Value::Integer(-256)));
    let empty = program(&[b"\x8a\x00"]);
    let pickle = pickle::read(&empty).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    assert!(matches!(pickle.root(), Value::Integer(0)));
    assert_eq!(damage(&program(&[b"\x8a\x11", &[0; 17]])), "holds an integer of over 128 bits");
}

#[test]
fn what_follows_a_pickle_is_not_part_of_it() {
    let two = [program(&[b"K\x01"]), program(&[b"K\x02"])];
    let bytes = two.concat();
    let pickle = pickle::read(&bytes).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    assert_eq!(pickle.length, two[0].len());
    assert!(matches!(pickle.root(), Value::Integer(1)));
}

#[test]
fn names_marks_and_bytes_beyond_what_any_model_needs_are_refused() {
    for many in [[b"N".as_slice(), &b"\x94".repeat(1 << 20)].concat(), b"(".repeat(1 << 20), b"N".repeat(1 << 20)] {
        assert_eq!(damage(&program(&[&many])), "holds more than 524288 values");
    }
    let long = b"\x95\0\0\0\0\0\0\0\0".repeat(2 << 20);
    assert_eq!(damage(&program(&[&long])), "takes more than 16777216 bytes");
}

#[test]
fn a_name_by_which_a_value_is_called_back_is_the_count_of_those_before_it() {
    let pickle = b"\x80\x04K\x05\x94K\x06\x94\x86h\x01.";
    let pickle = pickle::read(pickle).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    assert!(matches!(pickle.root(), Value::Integer(6)));
}

#[test]
fn a_global_whose_name_is_not_text_is_refused() {
    assert_eq!(damage(&program(&[b"K\x01K\x02\x93"])), "asks for something whose name is not text");
}

#[test]
fn programs_of_random_opcodes_end() {
    const OPCODES: &[u8] = b".(cRQbsuaet\x85\x86\x87qrhjNGKMJ\x8aXUT\x8c)]}iob\x81\x93\x94\x95\x80\x82";
    let mut random = Random(11);
    let mut finished = 0;
    for _ in 0..50_000 {
        let length = random.next_byte() % 48;
        let opcode = |random: &mut Random| OPCODES[usize::from(random.next_byte()) % OPCODES.len()];
        let body: Vec<u8> = (0..length).map(|_| opcode(&mut random)).collect();
        finished += usize::from(pickle::read(&program(&[&body])).is_ok());
    }
    assert!(finished > 100, "only {finished} of the programs ran to their end, so they test little");
}
