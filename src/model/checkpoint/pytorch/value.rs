//! What the pickle of a state dict consists of.

use std::ops::Range;

use super::super::DType;

/// The place of a value in the list of values.
pub(super) type Id = usize;

/// What a pickle builds, as far as state dicts need it.
#[derive(Debug)]
pub(super) enum Value<'a> {
    /// None or a float: of no use for tensors, but torch writes them.
    Other,
    Boolean(bool),
    /// The magic number of torch's older layout takes 77 bits.
    Integer(i128),
    Text(&'a str),
    Tuple(Vec<Id>),
    List(Vec<Id>),
    Dict(Vec<(Id, Id)>),
    Global(Global),
    Storage(Storage<'a>),
    Tensor(View<'a>),
}

/// The names that a state dict may refer to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Global {
    OrderedDict,
    RebuildTensor,
    RebuildParameter,
    StorageType(DType),
}

/// The numbers behind tensors.
#[derive(Debug, Clone)]
pub(super) struct Storage<'a> {
    pub(super) dtype: DType,
    /// Its name among the storages of the file.
    pub(super) key: &'a str,
    /// How many numbers it holds.
    pub(super) count: usize,
    /// Those that its tensors may view, as if there were no others: all of them but in files of torch before 0.4.
    pub(super) part: Range<usize>,
}

/// A tensor: a view of a storage's part. Offset and strides count numbers.
#[derive(Debug)]
pub(super) struct View<'a> {
    pub(super) storage: Storage<'a>,
    pub(super) offset: usize,
    pub(super) shape: Vec<usize>,
    pub(super) strides: Vec<usize>,
}

/// All values of a pickle.
pub(super) struct Pickle<'a> {
    pub(super) values: Vec<Value<'a>>,
    pub(super) root: Id,
    /// The bytes it takes, which others may follow.
    pub(super) length: usize,
}

impl<'a> Pickle<'a> {
    /// What was pickled.
    pub(super) fn root(&self) -> &Value<'a> {
        self.get(self.root)
    }

    pub(super) fn get(&self, id: Id) -> &Value<'a> {
        self.values.get(id).unwrap_or(&Value::Other)
    }
}

/// The global of that name, or `None` where no state dict needs it.
pub(super) fn known_global(module: &str, name: &str) -> Option<Global> {
    Some(match (module, name) {
        ("collections", "OrderedDict") => Global::OrderedDict,
        // The first is that of torch before 0.4; it has no hooks.
        ("torch._utils", "_rebuild_tensor" | "_rebuild_tensor_v2") => Global::RebuildTensor,
        // The state of the second is what somebody hung on the parameter; its numbers are the first argument of both.
        ("torch._utils", "_rebuild_parameter" | "_rebuild_parameter_with_state") => Global::RebuildParameter,
        ("torch", name) => Global::StorageType(storage_dtype(name)?),
        _ => return None,
    })
}

fn storage_dtype(name: &str) -> Option<DType> {
    Some(match name {
        "DoubleStorage" => DType::F64,
        "FloatStorage" => DType::F32,
        "HalfStorage" => DType::F16,
        "BFloat16Storage" => DType::BF16,
        "LongStorage" => DType::I64,
        "IntStorage" => DType::I32,
        "ShortStorage" => DType::I16,
        "CharStorage" => DType::I8,
        "ByteStorage" => DType::U8,
        "BoolStorage" => DType::Bool,
        _ => return None,
    })
}
