//! A pickle of protocols 2 to 5, read without executing it.
//!
//! Values live in one flat list and refer to each other by index, so that hostile input cannot nest so deep that
//! freeing it overflows the stack, and naming a value many times costs no more than the name.

mod views;

use std::collections::HashMap;

use super::reader::{Reader, Refusal};
use super::value::{Global, Id, Pickle, Value, known_global};

/// Far above what any model needs: a pickle describes tensors, it does not hold them.
const LONGEST: usize = 16 << 20;
/// Far above what any model needs: about sixteen values describe a tensor.
const MOST_VALUES: usize = 1 << 19;

/// Reads the pickle at the start of `bytes` to its end.
pub(super) fn read(bytes: &[u8]) -> Result<Pickle<'_>, Refusal> {
    let mut machine =
        Machine { input: Reader::new(bytes), values: vec![], stack: vec![], marks: vec![], memo: HashMap::new() };
    let taken = |machine: &Machine| bytes.len() - machine.input.left();
    while machine.step()? {
        machine.check_limits(taken(&machine))?;
    }
    let root = machine.pop()?;
    Ok(Pickle { root, length: taken(&machine), values: machine.values })
}

struct Machine<'a> {
    input: Reader<'a>,
    values: Vec<Value<'a>>,
    stack: Vec<Id>,
    /// Heights of the stack at which items of a container begin.
    marks: Vec<usize>,
    memo: HashMap<u64, Id>,
}

impl<'a> Machine<'a> {
    /// Runs one opcode; false at the end.
    fn step(&mut self) -> Result<bool, Refusal> {
        let opcode = self.input.byte()?;
        match opcode {
            b'.' => return Ok(false),
            0x80 => self.protocol()?,
            b'(' => self.marks.push(self.stack.len()),
            b'c' | 0x93 => self.global(opcode)?,
            b'R' => self.reduce()?,
            b'Q' => {
                let storage = self.storage()?;
                self.push(Value::Storage(storage));
            }
            b'b' => self.build()?,
            b's' | b'u' | b'a' | b'e' => self.fill(opcode)?,
            b't' | 0x85..=0x87 => self.tuple(opcode)?,
            // FRAME says how far to read ahead; all of the pickle is there already.
            0x95 => self.input.take(8).map(drop)?,
            b'q' | b'r' | 0x94 | b'h' | b'j' => self.memo(opcode)?,
            _ => self.literal(opcode)?,
        }
        Ok(true)
    }

    /// What bounds the memory that a hostile pickle takes. A step adds no more than one of each.
    fn check_limits(&self, length: usize) -> Result<(), Refusal> {
        if length > LONGEST {
            return Err(Refusal::damaged(format!("takes more than {LONGEST} bytes")));
        }
        if [self.values.len(), self.stack.len(), self.marks.len(), self.memo.len()].iter().any(|&len| len > MOST_VALUES)
        {
            return Err(Refusal::damaged(format!("holds more than {MOST_VALUES} values")));
        }
        Ok(())
    }

    fn protocol(&mut self) -> Result<(), Refusal> {
        match self.input.byte()? {
            2..=5 => Ok(()),
            other => Err(Refusal::Unread(format!("has protocol {other}, where 2 to 5 are read"))),
        }
    }

    fn literal(&mut self, opcode: u8) -> Result<(), Refusal> {
        let value = match opcode {
            b'N' => Value::Other,
            0x88 | 0x89 => Value::Boolean(opcode == 0x88),
            b'G' => self.input.take(8).map(|_| Value::Other)?,
            b'K' => Value::Integer(self.input.byte()?.into()),
            b'M' => Value::Integer(u16::from_le_bytes(self.input.array()?).into()),
            b'J' => Value::Integer(i32::from_le_bytes(self.input.array()?).into()),
            0x8A => Value::Integer(self.input.long()?),
            // How Python 2 wrote what is longer than 32 bits.
            b'I' => Value::Integer(self.input.decimal()?),
            // The second of each is how Python 2 wrote its strings.
            b'X' | b'T' => Value::Text(self.input.text()?),
            0x8C | b'U' => Value::Text(self.input.short_text()?),
            b')' => Value::Tuple(vec![]),
            b']' => Value::List(vec![]),
            b'}' => Value::Dict(vec![]),
            // INST, OBJ, NEWOBJ, EXT1, EXT2, EXT4, NEWOBJ_EX.
            b'i' | b'o' | 0x81..=0x84 | 0x92 => {
                return Err(Refusal::Unsafe(format!("builds an object (opcode 0x{opcode:02X})")));
            }
            _ => return Err(Refusal::damaged(format!("uses opcode 0x{opcode:02X}, which torch.save never writes"))),
        };
        self.push(value);
        Ok(())
    }

    /// GLOBAL and STACK_GLOBAL: a name of a module.
    fn global(&mut self, opcode: u8) -> Result<(), Refusal> {
        let (module, name) = if opcode == b'c' {
            (self.input.line()?, self.input.line()?)
        } else {
            let (name, module) = (self.pop()?, self.pop()?);
            let (Some(&Value::Text(module)), Some(&Value::Text(name))) =
                (self.values.get(module), self.values.get(name))
            else {
                return Err(Refusal::damaged("asks for something whose name is not text"));
            };
            (module, name)
        };
        let global = known_global(module, name).ok_or_else(|| Refusal::global(module, name))?;
        self.push(Value::Global(global));
        Ok(())
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
            (Global::OrderedDict, &[pairs]) => {
                let entries = self.pairs(pairs)?;
                self.push(Value::Dict(entries));
            }
            (Global::RebuildParameter, &[tensor, ..]) if matches!(self.values.get(tensor), Some(Value::Tensor(_))) => {
                self.stack.push(tensor);
            }
            (Global::RebuildTensor, &[storage, offset, shape, strides] | &[storage, offset, shape, strides, _, _]) => {
                let view = self.view(storage, offset, shape, strides)?;
                self.push(Value::Tensor(view));
            }
            (function, _) => {
                return Err(Refusal::Unsafe(format!("calls {function:?} with arguments that torch never writes")));
            }
        }
        Ok(())
    }

    /// The entries of a dictionary as Python 2 writes them: a list of lists of two.
    fn pairs(&self, pairs: Id) -> Result<Vec<(Id, Id)>, Refusal> {
        let pair = |id: &Id| match self.values.get(*id) {
            Some(Value::List(pair)) => <[Id; 2]>::try_from(pair.as_slice()).ok().map(|[key, value]| (key, value)),
            _ => None,
        };
        let entries = match self.values.get(pairs) {
            Some(Value::List(pairs)) => pairs.iter().map(pair).collect(),
            _ => None,
        };
        entries.ok_or_else(|| Refusal::Unsafe("calls OrderedDict with something else than pairs".into()))
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
            (Value::List(list), b'a' | b'e') => {
                list.extend(items);
                Ok(())
            }
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
        self.push(Value::Tuple(items));
        Ok(())
    }

    /// BINPUT, LONG_BINPUT, MEMOIZE: names the value on top. BINGET, LONG_BINGET: brings back a named one.
    fn memo(&mut self, opcode: u8) -> Result<(), Refusal> {
        let name = match opcode {
            b'q' | b'h' => self.input.byte()?.into(),
            0x94 => self.memo.len() as u64,
            _ => u32::from_le_bytes(self.input.array()?).into(),
        };
        if matches!(opcode, b'h' | b'j') {
            let &id =
                self.memo.get(&name).ok_or_else(|| Refusal::damaged("refers to a value that it does not hold"))?;
            self.stack.push(id);
        } else {
            let &id = self.stack.last().ok_or_else(underflow)?;
            self.memo.insert(name, id);
        }
        Ok(())
    }

    fn push(&mut self, value: Value<'a>) {
        self.stack.push(self.values.len());
        self.values.push(value);
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
