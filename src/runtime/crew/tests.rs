//! The threads of a call: order, bounds, failures and nested work, with work that meets in the middle where that shows
//! that it runs side by side.

use std::cell::Cell;
use std::collections::HashSet;
use std::sync::Barrier;
use std::thread::{self, ThreadId};

use super::*;
use crate::control::Control;

fn numbers(count: usize) -> impl Iterator<Item = Result<usize>> {
    (0..count).map(Ok)
}

fn crew(threads: usize) -> Crew {
    Crew::new(threads, &Arc::new(Meter::new(&Control::new(), 0)))
}

fn refused(number: usize) -> Error {
    Error::new(ErrorCode::InvalidArgument, format!("{number}"))
}

#[test]
fn results_come_in_order_whichever_thread_is_done_first() {
    for threads in [1, 2, 3, 8] {
        let mut seen = Vec::new();
        let work = |number: usize| {
            (0..(number * 7919) % 13).for_each(|_| thread::yield_now());
            Ok(number * number)
        };
        let take = |result: Result<usize>| {
            seen.push(result?);
            Ok(())
        };
        crew(threads).in_order(numbers(300), work, take).unwrap();
        assert_eq!(seen, (0..300).map(|number| number * number).collect::<Vec<_>>());
    }
}

#[test]
fn as_many_items_run_at_once_as_the_call_has_threads_and_no_more() {
    let together = Arc::new(Barrier::new(3));
    let (now, peak) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let work = {
        let (now, peak) = (Arc::clone(&now), Arc::clone(&peak));
        move |_| {
            peak.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            // Would wait for ever if fewer ran at once.
            together.wait();
            now.fetch_sub(1, Ordering::SeqCst);
            Ok(())
        }
    };
    crew(3).in_order(numbers(30), work, |result| result).unwrap();
    assert_eq!(peak.load(Ordering::SeqCst), 3);
}

#[test]
fn items_are_made_no_further_ahead_than_the_threads_need() {
    for threads in [1, 4] {
        let (made, taken) = (Cell::new(0), Cell::new(0));
        let items = (0..10_000).map(|number| {
            made.set(made.get() + 1);
            assert!(made.get() - taken.get() <= AHEAD * threads);
            Ok(number)
        });
        let take = |result: Result<i32>| {
            taken.set(taken.get() + 1);
            result.map(|_| ())
        };
        crew(threads).in_order(items, Ok, take).unwrap();
        assert_eq!(taken.get(), 10_000);
    }
}

#[test]
fn one_thread_does_all_on_the_callers_own_and_so_does_a_single_item() {
    for (threads, count) in [(1, 20), (8, 1)] {
        let seen = Arc::new(Mutex::new(HashSet::<ThreadId>::new()));
        let note = {
            let seen = Arc::clone(&seen);
            move |_| {
                seen.lock().unwrap().insert(thread::current().id());
                Ok(())
            }
        };
        crew(threads).in_order(numbers(count), note, |result| result).unwrap();
        assert_eq!(*seen.lock().unwrap(), HashSet::from([thread::current().id()]));
    }
}

#[test]
fn the_first_error_in_order_ends_the_call_and_nothing_of_it_runs_on() {
    for threads in [1, 4] {
        let running = Arc::new(AtomicUsize::new(0));
        let work = {
            let running = Arc::clone(&running);
            move |number: usize| {
                running.fetch_add(1, Ordering::SeqCst);
                (0..number % 5).for_each(|_| thread::yield_now());
                running.fetch_sub(1, Ordering::SeqCst);
                if number % 50 >= 47 { Err(refused(number)) } else { Ok(()) }
            }
        };
        let mut taken = 0;
        let take = |result: Result<()>| {
            taken += 1;
            result
        };
        let error = crew(threads).in_order(numbers(1000), work, take).unwrap_err();
        assert_eq!((error.message(), taken), ("47", 48));
        assert_eq!(running.load(Ordering::SeqCst), 0);
    }
}

#[test]
fn an_item_that_cannot_be_made_ends_the_call_after_those_before_it() {
    let items = (0..20).map(|number| if number == 11 { Err(refused(number)) } else { Ok(number) });
    let mut taken = Vec::new();
    let take = |result: Result<usize>| {
        taken.push(result?);
        Ok(())
    };
    assert_eq!(crew(4).in_order(items, Ok, take).unwrap_err().message(), "11");
    assert_eq!(taken, (0..11).collect::<Vec<_>>());
}

#[test]
fn a_panic_on_a_helper_is_an_error_of_its_item_alone() {
    let caller = thread::current().id();
    let both = Barrier::new(2);
    let work = move |number: usize| {
        if number < 2 {
            both.wait();
        }
        assert!(number >= 2 || thread::current().id() == caller, "text of a document");
        Ok(number)
    };
    let mut results = Vec::new();
    let take = |result| {
        results.push(result);
        Ok(())
    };
    crew(2).in_order(numbers(9), work, take).unwrap();
    let errors: Vec<&Error> = results.iter().filter_map(|result| result.as_ref().err()).collect();
    assert_eq!((results.len(), errors.len()), (9, 1));
    assert_eq!(errors[0].code(), ErrorCode::Internal);
    assert!(!errors[0].message().contains("text of a document"));
}

#[test]
fn nested_work_of_many_callers_at_once_comes_to_its_end() {
    thread::scope(|scope| {
        for caller in 0..6 {
            scope.spawn(move || {
                let crew = crew(1 + caller % 4);
                let inside = crew.inside();
                let work = move |item: usize| {
                    let mut sum = 0;
                    inside.in_order(numbers(item % 7), Ok, |result| {
                        sum += result?;
                        Ok(())
                    })?;
                    Ok(sum)
                };
                let mut sums = Vec::new();
                let take = |result: Result<usize>| {
                    sums.push(result?);
                    Ok(())
                };
                crew.in_order(numbers(200), work, take).unwrap();
                let expected: Vec<usize> = (0..200).map(|item| (0..item % 7).sum()).collect();
                assert_eq!(sums, expected);
            });
        }
    });
}

#[test]
fn a_caller_that_waits_for_a_long_item_helps_inside_it_and_tells_who_waits_for_that() {
    let crew = crew(2);
    let (inside, both, caller) = (crew.inside(), Arc::new(Barrier::new(2)), thread::current().id());
    let work = move |item: usize| {
        // The caller does the first item, a helper the second.
        both.wait();
        if item == 0 {
            return Ok(());
        }
        let (meeting, own) = (Arc::clone(&both), thread::current().id());
        let window = move |_| {
            meeting.wait();
            // What the caller does here is done last, so that the helper waits for it.
            let helps = thread::current().id() == caller;
            (0..if helps { 20_000 } else { 0 }).for_each(|_| thread::yield_now());
            assert!(helps || thread::current().id() == own);
            Ok(())
        };
        inside.in_order(numbers(2), window, |result| result)
    };
    crew.in_order(numbers(2), work, |result| result).unwrap();
}
