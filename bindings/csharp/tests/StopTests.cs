using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Cajal.Tests
{
    /// <summary>Cancel, timeout, and Task versions.</summary>
    internal static class StopTests
    {
        [Test]
        public static void A_cancelled_token_ends_a_run_that_would_take_long()
        {
            string text = Models.Long();
            using (Ner ner = new Ner(Models.Pharmaconer))
            using (ManualResetEventSlim running = new ManualResetEventSlim())
            using (CancellationTokenSource source = new CancellationTokenSource())
            {
                Thread stopper = new Thread(() =>
                {
                    running.Wait(TimeSpan.FromMinutes(1));
                    source.Cancel();
                });
                stopper.Start();
                OperationCanceledException e =
                    Check.Throws<OperationCanceledException>(() => ner.Run(text, Watcher.Of(running), source.Token));
                stopper.Join();
                Check.Equal(source.Token, e.CancellationToken, "token");
                CajalException inner = e.InnerException as CajalException;
                Check.That(inner != null && inner.Code == CajalErrorCode.Cancelled, "the native call was cancelled");
            }
        }

        [Test]
        public static void A_token_that_is_cancelled_already_starts_nothing()
        {
            CancellationToken cancelled = new CancellationToken(true);
            using (Ner ner = new Ner(Models.Pharmaconer))
            {
                Check.Throws<OperationCanceledException>(() => ner.Run(Models.Example, null, cancelled));
                Task<NerResult> task = ner.RunAsync(Models.Example, null, cancelled);
                Check.Throws<AggregateException>(task.Wait);
                Check.That(task.IsCanceled, "the task is cancelled");
            }
        }

        [Test]
        public static void A_task_is_cancelled_natively_and_ends_as_cancelled()
        {
            string text = Models.Long();
            using (Ner ner = new Ner(Models.Pharmaconer))
            using (ManualResetEventSlim running = new ManualResetEventSlim())
            using (CancellationTokenSource source = new CancellationTokenSource())
            {
                Task<NerResult> task = ner.RunAsync(text, Watcher.Of(running), source.Token);
                Check.That(running.Wait(TimeSpan.FromMinutes(1)), "the run has begun");
                source.Cancel();
                Check.Throws<AggregateException>(task.Wait);
                Check.That(task.IsCanceled, "the task is " + task.Status);
            }
        }

        [Test]
        public static void A_token_that_is_not_cancelled_changes_nothing_and_may_be_used_again()
        {
            using (Ner ner = new Ner(Models.Pharmaconer))
            using (CancellationTokenSource source = new CancellationTokenSource())
            {
                string expected = Models.Lines(ner.Run(Models.Example));
                for (int round = 0; round < 3; round++)
                    Check.Equal(expected, Models.Lines(ner.Run(Models.Example, null, source.Token)), "answer");
                source.Cancel();
                Check.Throws<OperationCanceledException>(() => ner.Run(Models.Example, null, source.Token));
            }
        }

        [Test]
        public static void A_timeout_ends_the_run_with_its_own_code()
        {
            string text = Models.Long();
            using (Ner ner = new Ner(Models.Pharmaconer))
            {
                NerOptions soon = new NerOptions { Timeout = TimeSpan.FromMilliseconds(200) };
                Check.Fails(CajalErrorCode.DeadlineExceeded, () => ner.Run(text, soon));
            }
            using (FillMask fill = new FillMask(Models.Mini))
                Check.Fails(CajalErrorCode.DeadlineExceeded,
                    () => fill.Run("<mask>", new FillMaskOptions { Timeout = TimeSpan.Zero }));
        }

        [Test]
        public static void Tasks_give_the_answers_of_calls()
        {
            Task<Model> load = Model.LoadAsync(Models.PharmaconerFolder);
            using (Ner ner = new Ner(load.Result))
                Check.Equal(Models.Lines(ner.Run(Models.Example)), Models.Lines(ner.RunAsync(Models.Example).Result), "NER");
            load.Result.Dispose();
            using (FillMask fill = new FillMask(Models.Mini))
                Check.Equal("hipertensión", fill.RunAsync("El único antecedente personal a reseñar era la <mask> arterial.")
                    .Result[0].Predictions[0].Text, "fill-mask");
            using (Classifier classifier = new Classifier(Models.Of("tests/data/bindings/classifier")))
                Check.Equal("alta", classifier.RunAsync("").Result[0].Label, "classify");
        }

        [Test]
        public static void Sixteen_threads_on_one_model_get_the_answers_of_one()
        {
            string[] texts = { Models.Example, "", "Carcinoma y calcio 😀.", Models.Example + Models.Example };
            using (Ner ner = new Ner(Models.Pharmaconer))
            {
                string[] expected = Array.ConvertAll(texts, text => Models.Lines(ner.Run(text)));
                List<Thread> threads = new List<Thread>();
                int right = 0;
                for (int number = 0; number < 16; number++)
                {
                    int first = number;
                    Thread thread = new Thread(() =>
                    {
                        for (int round = 0; round < 20; round++)
                            if (Models.Lines(ner.Run(texts[(first + round) % 4])) == expected[(first + round) % 4])
                                Interlocked.Increment(ref right);
                    });
                    threads.Add(thread);
                    thread.Start();
                }
                threads.ForEach(thread => thread.Join());
                Check.Equal(320, right, "right answers");
            }
        }
    }
}
