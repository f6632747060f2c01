//! Tensors whose numbers lie in another order than their shape's, such as a transposed matrix.

/// The numbers in the order of the shape, or `None` where one lies beyond the bytes.
///
/// `strides` says how many numbers lie between neighbours of each dimension.
pub(super) fn gather(bytes: &[u8], size: usize, shape: &[usize], strides: &[usize]) -> Option<Vec<u8>> {
    let count = super::element_count(shape)?;
    let mut out = Vec::with_capacity(count.checked_mul(size)?);
    let mut position = vec![0; shape.len()];
    let mut offset = 0;
    for _ in 0..count {
        let begin = offset * size;
        out.extend_from_slice(bytes.get(begin..begin + size)?);
        offset = advance(&mut position, offset, shape, strides);
    }
    Some(out)
}

/// Moves to the next position, the last dimension fastest, and returns its offset.
fn advance(position: &mut [usize], mut offset: usize, shape: &[usize], strides: &[usize]) -> usize {
    for ((index, size), stride) in position.iter_mut().zip(shape).zip(strides).rev() {
        if *index + 1 < *size {
            *index += 1;
            offset += stride;
            break;
        }
        offset -= *index * stride;
        *index = 0;
    }
    offset
}
