//! The tensors of a state dict, each found in the file and checked against its storage.

use std::ops::Range;
use std::sync::Arc;

use super::super::tensor::{Data, Tensor};
use super::super::{Stored, Tensors, WeightsFile, element_count, shown};
use super::value::{Id, Pickle, Storage, Value, View};
use crate::error::Result;

/// Longer than any name of a tensor or storage; bounds what names cost that are used many times.
const LONGEST_NAME: usize = 1024;

/// The tensors by name. `find` tells where the storage of a key lies in the file, or `None` where there is none.
pub(super) fn tensors(
    file: &Arc<WeightsFile>,
    pickle: &Pickle,
    mut find: impl FnMut(&str) -> Result<Option<Range<usize>>>,
) -> Result<Tensors> {
    let mut tensors = Tensors::new();
    for &(key, value) in entries(file, pickle)? {
        let Value::Text(name) = pickle.get(key) else {
            return Err(file.invalid("it holds a tensor whose name is not text; save the model's state_dict() itself"));
        };
        check_name(file, name)?;
        let Value::Tensor(view) = pickle.get(value) else {
            let name = shown(name);
            return Err(file.invalid(format_args!(
                "it holds {name}, which is not a tensor; save the model's state_dict() itself, best as safetensors"
            )));
        };
        let start = storage_start(file, name, &view.storage, &mut find)?;
        let stored = stored(file, name, view, start)?;
        tensors.insert(stored.tensor.name.clone(), stored);
    }
    Ok(tensors)
}

/// The entries of the state dict, which may be the whole pickle or lie under `state_dict` in it.
fn entries<'p>(file: &WeightsFile, pickle: &'p Pickle) -> Result<&'p [(Id, Id)]> {
    let Value::Dict(entries) = pickle.root() else {
        return Err(file.invalid("it does not hold a state dict; save the model's state_dict(), best as safetensors"));
    };
    let nested = entries.iter().rev().find(|(key, _)| matches!(pickle.get(*key), Value::Text("state_dict")));
    match nested.map(|(_, value)| pickle.get(*value)) {
        Some(Value::Dict(entries)) => Ok(entries),
        _ => Ok(entries),
    }
}

/// Finds the view's numbers in the file, where its storage begins at `start`.
fn stored(file: &Arc<WeightsFile>, name: &str, view: &View, start: usize) -> Result<Stored> {
    let there = view.storage.part.len();
    let invalid = |what: &str| {
        let View { offset, shape, strides, .. } = view;
        file.invalid(format_args!(
            "tensor {} of shape {shape:?}, strides {strides:?} and offset {offset} {what} its storage of {there} numbers",
            shown(name)
        ))
    };
    let extent = extent(view).filter(|extent| view.offset.checked_add(*extent).is_some_and(|end| end <= there));
    let extent = extent.ok_or_else(|| invalid("reaches beyond"))?;
    let contiguous = is_contiguous(view);
    // A copy in order must not take more memory than the file did.
    if !contiguous && element_count(&view.shape).is_none_or(|count| count > there) {
        return Err(invalid("repeats"));
    }
    let dtype = view.storage.dtype;
    // Neither overflows: the storage's bytes lie within the file.
    let begin = start + (view.storage.part.start + view.offset) * dtype.size();
    let range = begin..begin + extent * dtype.size();
    let shape = view.shape.clone();
    let tensor = Tensor { name: name.into(), file: file.clone(), dtype, shape, data: Data::InFile(range), scale: None };
    Ok(Stored { tensor, strides: (!contiguous).then(|| view.strides.clone()) })
}

/// Where the storage's numbers begin in the file, all of them being there.
fn storage_start(
    file: &WeightsFile,
    name: &str,
    storage: &Storage,
    find: &mut impl FnMut(&str) -> Result<Option<Range<usize>>>,
) -> Result<usize> {
    check_name(file, storage.key)?;
    let (name, key) = (shown(name), shown(storage.key));
    let range = find(storage.key)?.ok_or_else(|| {
        file.invalid(format_args!("tensor {name} lies in storage {key}, which is not there; download it again"))
    })?;
    let expected = storage.count.checked_mul(storage.dtype.size());
    if expected.is_none_or(|expected| expected > range.len()) {
        let (count, dtype, found) = (storage.count, storage.dtype, range.len());
        return Err(file.invalid(format_args!(
            "tensor {name} needs {count} {dtype} numbers of storage {key}, which has {found} bytes; download it again"
        )));
    }
    Ok(range.start)
}

fn check_name(file: &WeightsFile, name: &str) -> Result<()> {
    if name.len() <= LONGEST_NAME {
        return Ok(());
    }
    Err(file.invalid(format_args!("it holds a name of {} bytes: {}", name.len(), shown(name))))
}

/// From the view's first number to the end of its last, in numbers.
fn extent(view: &View) -> Option<usize> {
    if element_count(&view.shape)? == 0 {
        return Some(0);
    }
    let sizes = view.shape.iter().zip(&view.strides);
    sizes.map(|(&size, &stride)| (size - 1).checked_mul(stride)).try_fold(1usize, |sum, step| sum.checked_add(step?))
}

/// Whether the numbers lie in the order of the shape, without gaps. Strides of dimensions of one number do not matter.
fn is_contiguous(view: &View) -> bool {
    let mut expected = Some(1usize);
    element_count(&view.shape) == Some(0)
        || view.shape.iter().zip(&view.strides).rev().filter(|(size, _)| **size != 1).all(|(&size, &stride)| {
            let fits = expected == Some(stride);
            expected = stride.checked_mul(size);
            fits
        })
}
