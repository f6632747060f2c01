//! A pickle of protocol 2, read without executing it.
//!
//! Values live in one flat list and refer to each other by index, so that hostile input cannot nest so deep that
//! freeing it overflows the stack, and naming a value many times costs no more than the name.

use std::collections::HashMap;

use super::reader::{Reader, Refusal};
use super::value::{Global, Id, Pickle, Storage, Value, View, known_global};

/// Far above what any model needs: about sixteen values describe a tensor.
const MOST_VALUES: usize = 1 << 19;
/// More dimensions than any weight has; bounds what shapes cost that are named many times.
const MOST_DIMENSIONS: usize = 16;

/// Reads a pickle to its end.
pub(super) fn read(bytes: &[u8]) -> Result<Pickle<'_>, Refusal> {
    let mut machine =
        Machine { input: Reader::new(bytes), values: vec![], stack: vec![], marks: vec![], memo: HashMap::new() };
    while machine.step()? {}
    let root = machine.pop()?;
    Ok(Pickle { values: machine.values, root })
}

struct Machine<'a> {
    input: Reader<'a>,
    values: Vec<Value<'a>>,
    stack: Vec<Id>,
    /// Heights of the stack at which items of a container begin.
    marks: Vec<usize>,
    memo: HashMap<u32, Id>,
}

impl<'a> Machine<'a> {
    /// Runs one opcode; false at the end.
    fn step(&mut self) -> Result<bool, Refusal> {
        let opcode = self.input.byte()?;
        match opcode {
            b'.' => return Ok(false),
            0x80 => self.protocol()?,
            b'(' => self.marks.push(self.stack.len()),
            b'c' => self.global()?,
            b'R' => self.reduce()?,
            b'Q' => self.storage()?,
            b'b' => self.build()?,
            b's' | b'u' | b'a' | b'e' => self.fill(opcode)?,
            b't' | 0x85..=0x87 => self.tuple(opcode)?,
            b'q' | b'r' | b'h' | b'j' => self.memo(opcode)?,
            _ => self.literal(opcode)?,
        }
        Ok(true)
    }

    fn protocol(&mut self) -> Result<(), Refusal> {
        match self.input.byte()? {
            2 => Ok(()),
            other => Err(Refusal::damaged(format!("has protocol {other}, where torch.save writes 2"))),
        }
    }

    fn literal(&mut self, opcode: u8) -> Result<(), Refusal> {
        let value = match opcode {
            b'N' | 0x88 | 0x89 => Value::Other,
            b'G' => self.input.take(8).map(|_| Value::Other)?,
            b'K' => Value::Integer(self.input.byte()?.into()),
            b'M' => Value::Integer(u16::from_le_bytes(self.input.array()?).into()),
            b'J' => Value::Integer(i32::from_le_bytes(self.input.array()?).into()),
            0x8A => Value::Integer(self.input.long()?),
            b'X' => Value::Text(self.input.text()?),
            b')' => Value::Tuple(vec![]),
            b']' => Value::List,
            b'}' => Value::Dict(vec![]),
            // INST, OBJ, NEWOBJ, EXT1, EXT2, EXT4, NEWOBJ_EX, STACK_GLOBAL.
            b'i' | b'o' | 0x81..=0x84 | 0x92 | 0x93 => {
                return Err(Refusal::Unsafe(format!("builds an object (opcode 0x{opcode:02X})")));
            }
            _ => return Err(Refusal::damaged(format!("uses opcode 0x{opcode:02X}, which torch.save never writes"))),
        };
        self.push(value)
    }

    fn global(&mut self) -> Result<(), Refusal> {
        let (module, name) = (self.input.line()?, self.input.line()?);
        let global = known_global(module, name).ok_or_else(|| Refusal::global(module, name))?;
        self.push(Value::Global(global))
    }

    /// A call. What it would return is built from its arguments; nothing is called.
    fn reduce(&mut self) -> Result<(), Refusal> {
        let (arguments, function) = (self.pop()?, self.pop()?);
        let (Some(Value::Global(function)), Some(Value::Tuple(arguments))) =
            (self.values.get(function), self.values.get(arguments))
        else {
            return Err(Refusal::Unsafe("calls a value that is no function".into()));
        };
        match (function, arguments.as_slice()) {
            (Global::OrderedDict, []) => self.push(Value::Dict(vec![])),
            (Global::RebuildParameter, &[tensor, ..]) if matches!(self.values.get(tensor), Some(Value::Tensor(_))) => {
                self.stack.push(tensor);
                Ok(())
            }
            (Global::RebuildTensor, &[storage, offset, shape, strides, _, _]) => {
                let view = self.view(storage, offset, shape, strides)?;
                self.push(Value::Tensor(view))
            }
            (function, _) => Err(Refusal::Unsafe(format!("calls {function:?} with arguments that torch never writes"))),
        }
    }

    fn view(&self, storage: Id, offset: Id, shape: Id, strides: Id) -> Result<View<'a>, Refusal> {
        let Some(&Value::Storage(storage)) = self.values.get(storage) else {
            return Err(Refusal::damaged("holds a tensor without a storage"));
        };
        let (shape, strides) = (self.sizes(shape)?, self.sizes(strides)?);
        if shape.len() != strides.len() {
            return Err(Refusal::damaged("holds a tensor whose strides do not match its shape"));
        }
        Ok(View { storage, offset: self.size(offset)?, shape, strides })
    }

    fn sizes(&self, id: Id) -> Result<Vec<usize>, Refusal> {
        match self.values.get(id) {
            Some(Value::Tuple(sizes)) if sizes.len() <= MOST_DIMENSIONS => {
                sizes.iter().map(|&id| self.size(id)).collect()
            }
            _ => Err(Refusal::damaged(format!("holds a tensor whose shape is not a tuple of up to {MOST_DIMENSIONS}"))),
        }
    }

    fn size(&self, id: Id) -> Result<usize, Refusal> {
        match self.values.get(id) {
            Some(&Value::Integer(size)) => usize::try_from(size).ok(),
            _ => None,
        }
        .ok_or_else(|| Refusal::damaged("holds a tensor whose offset, shape or strides are not positive integers"))
    }

    /// The persistent id by which torch refers to a storage: `("storage", type, key, device, count)`.
    fn storage(&mut self) -> Result<(), Refusal> {
        let id = self.pop()?;
        let Some(Value::Tuple(parts)) = self.values.get(id) else {
            return Err(Refusal::damaged("refers to something other than a storage"));
        };
        let parts: Vec<_> = parts.iter().map(|&id| self.values.get(id)).collect();
        let &[
            Some(Value::Text("storage")),
            Some(&Value::Global(Global::StorageType(dtype))),
            Some(&Value::Text(key)),
            _,
            Some(&Value::Integer(count)),
        ] = parts.as_slice()
        else {
            return Err(Refusal::damaged("refers to something other than a storage"));
        };
        let count = usize::try_from(count).map_err(|_| Refusal::damaged("holds a storage of a negative size"))?;
        self.push(Value::Storage(Storage { dtype, key, count }))
    }

    /// The state of an object: torch attaches `_metadata` to a state dict, which is of no use here.
    fn build(&mut self) -> Result<(), Refusal> {
        self.pop()?;
        match self.top()? {
            Value::Dict(_) => Ok(()),
            _ => Err(Refusal::Unsafe("sets the state of an object".into())),
        }
    }

    /// SETITEM, SETITEMS, APPEND, APPENDS: moves items into the container below them.
    fn fill(&mut self, opcode: u8) -> Result<(), Refusal> {
        let items = match opcode {
            b's' => self.pop_many(2)?,
            b'a' => self.pop_many(1)?,
            _ => self.pop_to_mark()?,
        };
        match (self.top()?, opcode) {
            (Value::Dict(entries), b's' | b'u') if items.len() % 2 == 0 => {
                entries.extend(items.as_chunks().0.iter().map(|&[key, value]| (key, value)));
                Ok(())
            }
            (Value::List, b'a' | b'e') => Ok(()),
            _ => Err(Refusal::damaged("puts items into something that does not take them")),
        }
    }

    fn tuple(&mut self, opcode: u8) -> Result<(), Refusal> {
        let items = match opcode {
            0x85 => self.pop_many(1)?,
            0x86 => self.pop_many(2)?,
            0x87 => self.pop_many(3)?,
            _ => self.pop_to_mark()?,
        };
        self.push(Value::Tuple(items))
    }

    /// BINPUT, LONG_BINPUT, BINGET, LONG_BINGET: names the value on top, or brings back a named one.
    fn memo(&mut self, opcode: u8) -> Result<(), Refusal> {
        let name = match opcode {
            b'q' | b'h' => self.input.byte()?.into(),
            _ => u32::from_le_bytes(self.input.array()?),
        };
        if matches!(opcode, b'q' | b'r') {
            let &id = self.stack.last().ok_or_else(underflow)?;
            self.memo.insert(name, id);
        } else {
            let &id =
                self.memo.get(&name).ok_or_else(|| Refusal::damaged("refers to a value that it does not hold"))?;
            self.stack.push(id);
        }
        Ok(())
    }

    fn push(&mut self, value: Value<'a>) -> Result<(), Refusal> {
        if self.values.len() >= MOST_VALUES {
            return Err(Refusal::damaged(format!("holds more than {MOST_VALUES} values")));
        }
        self.stack.push(self.values.len());
        self.values.push(value);
        Ok(())
    }

    fn pop(&mut self) -> Result<Id, Refusal> {
        self.stack.pop().ok_or_else(underflow)
    }

    fn top(&mut self) -> Result<&mut Value<'a>, Refusal> {
        self.stack.last().and_then(|&id| self.values.get_mut(id)).ok_or_else(underflow)
    }

    fn pop_many(&mut self, count: usize) -> Result<Vec<Id>, Refusal> {
        let start = self.stack.len().checked_sub(count).ok_or_else(underflow)?;
        Ok(self.stack.split_off(start))
    }

    fn pop_to_mark(&mut self) -> Result<Vec<Id>, Refusal> {
        let start = self.marks.pop().filter(|&start| start <= self.stack.len()).ok_or_else(underflow)?;
        Ok(self.stack.split_off(start))
    }
}

fn underflow() -> Refusal {
    Refusal::damaged("takes more values than it holds")
}
