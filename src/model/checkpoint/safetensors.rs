//! The safetensors format: a length, a JSON header of shapes and offsets, the numbers.

use std::collections::BTreeMap;
use std::sync::Arc;

use safetensors::tensor::{Dtype, Metadata, TensorInfo};

use super::tensor::{Data, Tensor};
use super::{DType, Stored, Tensors, WeightsFile, shown};
use crate::error::Result;

/// Bytes of the header's length, in front of the header.
const LENGTH_SIZE: usize = 8;

/// Reads the header. The numbers are not touched.
pub(super) fn read(file: &Arc<WeightsFile>) -> Result<Tensors> {
    let header = header(file)?;
    // Deserializing checks that the tensors fill one range without gaps or overlaps, and that shapes fit offsets.
    let metadata: Metadata = serde_json::from_slice(header).map_err(|source| {
        let what = format!("the header does not describe tensors ({source}); download the file again");
        file.invalid(what).with_source(source)
    })?;
    let start = LENGTH_SIZE + header.len();
    let present = file.bytes.len() - start;
    if metadata.data_len() != present {
        let described = metadata.data_len();
        return Err(file.invalid(format_args!(
            "the header describes {described} bytes of tensors, the file holds {present}; download the file again"
        )));
    }
    let mut tensors = BTreeMap::new();
    for (name, info) in metadata.tensors() {
        let tensor = tensor(file, &name, info, start)?;
        tensors.insert(tensor.name.clone(), Stored { tensor, strides: None });
    }
    Ok(tensors)
}

fn header(file: &WeightsFile) -> Result<&[u8]> {
    let cut = |expected: u64| {
        let found = file.bytes.len();
        file.invalid(format_args!(
            "not a safetensors file, or cut short: its header takes {expected} bytes, the file has {found}; download \
             it again"
        ))
    };
    let Some((length, rest)) = file.bytes.split_first_chunk::<LENGTH_SIZE>() else {
        return Err(cut(LENGTH_SIZE as u64));
    };
    let length = u64::from_le_bytes(*length);
    usize::try_from(length).ok().and_then(|length| rest.get(..length)).ok_or_else(|| cut(length))
}

fn tensor(file: &Arc<WeightsFile>, name: &str, info: &TensorInfo, start: usize) -> Result<Tensor> {
    let dtype = dtype(info.dtype).ok_or_else(|| {
        file.invalid(format_args!("tensor {} holds {} numbers, which are not read here", shown(name), info.dtype))
    })?;
    // Both offsets lie within the file: the last one was compared with its length.
    let range = start + info.data_offsets.0..start + info.data_offsets.1;
    let shape = info.shape.clone();
    Ok(Tensor { name: name.into(), file: file.clone(), dtype, shape, data: Data::InFile(range), scale: None })
}

fn dtype(stored: Dtype) -> Option<DType> {
    Some(match stored {
        Dtype::F64 => DType::F64,
        Dtype::F32 => DType::F32,
        Dtype::F16 => DType::F16,
        Dtype::BF16 => DType::BF16,
        Dtype::I64 => DType::I64,
        Dtype::I32 => DType::I32,
        Dtype::I16 => DType::I16,
        Dtype::I8 => DType::I8,
        Dtype::U8 => DType::U8,
        Dtype::BOOL => DType::Bool,
        _ => return None,
    })
}
