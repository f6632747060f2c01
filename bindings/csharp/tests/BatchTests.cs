using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Cajal.Tests
{
    /// <summary>Many texts in one call; progress.</summary>
    internal static class BatchTests
    {
        private const string Masked = "El <mask> presenta <mask> aguda.";

        private static string[] Texts()
        {
            string twelve = string.Concat(Enumerable.Repeat(Models.Example + " ", 12));
            return new[] { Models.Example, "", "Sin hallazgos.\n", "\ud83d calcio\0 😀", twelve, Models.Example };
        }

        private static string Lines(FillMaskResult result)
        {
            return string.Join("\n", result.SelectMany(mask => mask.Predictions.Select(one =>
                mask.Offsets.Utf16 + one.Text + string.Join(",", one.TokenIds) + one.Score.ToString("R"))));
        }

        [Test]
        public static void A_batch_gives_every_text_its_own_answer_in_order()
        {
            using (Ner ner = new Ner(Models.Pharmaconer, Models.Of("models/clinical-es-mini-cantemist")))
            using (Batch<NerResult> batch = ner.RunBatch(Texts()))
            {
                Check.Equal(Texts().Length, batch.Count, "answers");
                for (int index = 0; index < batch.Count; index++)
                {
                    NerResult alone = ner.Run(Texts()[index]), together = batch[index].Result;
                    Check.Equal(Models.Lines(alone), Models.Lines(together), "answer " + index);
                    Check.Equal(alone.Words, together.Words, "words");
                    Check.Equal(null, batch[index].Error, "error");
                }
                Check.Equal(0, ner.RunBatch(new string[0]).Count, "answers for no texts");
            }
        }

        [Test]
        public static void A_bad_text_of_a_batch_fails_alone()
        {
            string[] texts = { Masked, "Quevedo no tiene máscara.", Masked + " [MASK]", "Dolor <mask>." };
            using (FillMask fill = new FillMask(Models.Mini))
            using (Batch<FillMaskResult> batch = fill.RunBatch(texts))
            {
                Check.Equal("0 MaskMissing MaskForeign 0",
                    string.Join(" ", batch.Select(one => one.Error == null ? "0" : one.Error.Code.ToString())), "codes");
                Check.That(!batch[1].Error.ToString().Contains("Quevedo"), "an error holds a word of the text");
                Check.Throws<CajalException>(() => { FillMaskResult none = batch[1].Result; });
                foreach (int good in new[] { 0, 3 })
                    Check.Equal(Lines(fill.Run(texts[good])), Lines(batch[good].Result), "answer " + good);
            }
        }

        [Test]
        public static void What_fails_for_every_text_fails_the_call()
        {
            using (Ner ner = new Ner(Models.Pharmaconer))
            using (Ner wrong = new Ner(Models.Mini))
            {
                Check.Fails(CajalErrorCode.InvalidOption, () => ner.RunBatch(Texts(), new NerOptions { WindowTokens = 0 }));
                Check.Fails(CajalErrorCode.TaskMismatch, () => wrong.RunBatch(Texts()));
                Check.Throws<ArgumentNullException>(() => ner.RunBatch(null));
                Check.Throws<ArgumentException>(() => ner.RunBatch(new[] { "", null }));
            }
            using (Model model = Model.Load(Models.PharmaconerFolder))
            {
                model.Dispose();
                Check.Throws<ObjectDisposedException>(() => new Ner(model).RunBatch(Texts()));
            }
        }

        [Test]
        public static void Progress_counts_the_whole_batch_and_never_falls()
        {
            List<RunProgress> seen = new List<RunProgress>();
            string[] texts = { Models.Example, "Niño con calcio 😀.", Models.Example };
            long bytes = texts.Sum(text => System.Text.Encoding.UTF8.GetByteCount(text));
            using (Ner ner = new Ner(Models.Pharmaconer, Models.Of("models/clinical-es-mini-cantemist")))
                ner.RunBatch(texts, new NerOptions { Progress = new Watcher(seen.Add) });
            Check.That(seen.Count >= 2, seen.Count + " reports");
            Check.That(seen.All(one => one.BytesTotal == 2 * bytes), "totals");
            for (int index = 1; index < seen.Count; index++)
                Check.That(seen[index].BytesDone >= seen[index - 1].BytesDone, "progress fell");
            Check.Equal(2 * bytes + " of " + 2 * bytes + " bytes", seen[seen.Count - 1].ToString(), "the end");
        }

        [Test]
        public static void Every_call_that_takes_a_watcher_tells_it()
        {
            int told = 0;
            Watcher watcher = new Watcher(one => told++);
            Action[] calls;
            using (Ner ner = new Ner(Models.Pharmaconer))
            using (ParityNer parity = new ParityNer(Models.Pharmaconer))
            using (FillMask fill = new FillMask(Models.Mini))
            using (ParityFillMask parityFill = new ParityFillMask(Models.Mini))
            {
                calls = new Action[] {
                    () => ner.Run(Models.Example, new NerOptions { Progress = watcher }),
                    () => parity.Run(Models.Example, new ParityNerOptions { Progress = watcher }),
                    () => fill.Run(Masked, new FillMaskOptions { Progress = watcher }),
                    () => fill.RunBatch(new[] { Masked }, new FillMaskOptions { Progress = watcher }),
                    () => fill.Perplexity(Models.Example, new PerplexityOptions { Progress = watcher }),
                    () => parityFill.Run(Masked, new ParityFillMaskOptions { Progress = watcher }) };
                for (int index = 0; index < calls.Length; index++)
                {
                    told = 0;
                    calls[index]();
                    Check.That(told > 0, "call " + index + " told nothing");
                }
            }
        }

        [Test]
        public static void What_a_watcher_throws_stops_the_call_and_comes_out_of_it()
        {
            int told = 0;
            NerOptions options = new NerOptions { Progress = new Watcher(one =>
            {
                told++;
                throw new InvalidOperationException("the watcher's own");
            }) };
            using (Ner ner = new Ner(Models.Pharmaconer))
            {
                string text = Models.Long();
                Check.Equal("the watcher's own",
                    Check.Throws<InvalidOperationException>(() => ner.Run(text, options)).Message, "message");
                Check.Equal(1, told, "reports");
                Check.Throws<InvalidOperationException>(() => ner.RunBatch(new[] { text, text }, options));
                Check.Equal(4, ner.Run(Models.Example).Count, "entities afterwards");
            }
        }

        [Test]
        public static void Texts_done_before_a_cancellation_keep_their_answers()
        {
            string[] texts = { Models.Example, Models.Example, Models.Long(), Models.Example };
            long first = 2 * System.Text.Encoding.UTF8.GetByteCount(Models.Example);
            using (CancellationTokenSource source = new CancellationTokenSource())
            // One thread, so that the texts run one after the other.
            using (Model model = Model.Load(Models.PharmaconerFolder, new ModelOptions { Threads = 1 }))
            using (Ner ner = new Ner(model))
            {
                // Within the third text, whose windows are many.
                Watcher watcher = new Watcher(one =>
                {
                    if (one.BytesDone > first)
                        source.Cancel();
                });
                Task<Batch<NerResult>> task =
                    ner.RunBatchAsync(texts, new NerOptions { Progress = watcher }, source.Token);
                Check.Equal("4 4 Cancelled Cancelled", Codes(task.Result), "answers");
                Check.Equal("Cancelled Cancelled", Codes(ner.RunBatch(texts.Take(2), null, source.Token)), "cancelled before");
            }
        }

        [Test]
        public static void A_timeout_counts_for_the_whole_batch()
        {
            string[] texts = { Models.Example, Models.Long() };
            using (Ner ner = new Ner(Models.Pharmaconer))
            {
                NerOptions late = new NerOptions { Timeout = TimeSpan.Zero };
                Check.Equal("DeadlineExceeded DeadlineExceeded", Codes(ner.RunBatch(texts, late)), "answers");
            }
        }

        private static string Codes(Batch<NerResult> batch)
        {
            return string.Join(" ",
                batch.Select(one => one.Error == null ? one.Result.Count.ToString() : one.Error.Code.ToString()));
        }
    }
}
