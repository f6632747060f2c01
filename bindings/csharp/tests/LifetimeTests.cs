using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace Cajal.Tests
{
    /// <summary>Dispose once, twice, in the middle, or never.</summary>
    internal static class LifetimeTests
    {
        [Test]
        public static void A_model_may_be_disposed_twice_and_is_refused_afterwards()
        {
            Model model = Model.Load(Models.PharmaconerFolder);
            Ner ner = new Ner(model);
            model.Dispose();
            model.Dispose();
            Check.Throws<ObjectDisposedException>(() => ner.Run(Models.Example));
            Check.Equal("roberta", model.Info.Family, "facts, which stay");
            Task<NerResult> task = ner.RunAsync(Models.Example);
            AggregateException e = Check.Throws<AggregateException>(task.Wait);
            Check.That(e.InnerException is ObjectDisposedException, e.InnerException.ToString());
        }

        [Test]
        public static void What_loaded_a_model_disposes_it_and_what_borrowed_it_does_not()
        {
            Ner ner = Ner.Load(Models.PharmaconerFolder);
            Check.Equal(4, ner.Run(Models.Example).Count, "entities");
            ner.Dispose();
            ner.Dispose();
            Check.Throws<ObjectDisposedException>(() => ner.Run(Models.Example));
            using (FillMask fill = new FillMask(Models.Mini)) { }
            Check.Equal("roberta", Models.Mini.Info.Family, "a borrowed model lives on");
        }

        [Test]
        public static void A_model_disposed_while_calls_run_lets_them_finish()
        {
            string expected;
            using (Ner ner = new Ner(Models.Pharmaconer))
                expected = Models.Lines(ner.Run(Models.Example));
            for (int round = 0; round < 5; round++)
                DisposeUnderFourThreads(expected);
        }

        private static void DisposeUnderFourThreads(string expected)
        {
            int wrong = 0, answers = 0;
            using (CountdownEvent started = new CountdownEvent(4))
            using (Model model = Model.Load(Models.PharmaconerFolder))
            {
                Ner ner = new Ner(model);
                List<Thread> threads = new List<Thread>();
                for (int number = 0; number < 4; number++)
                {
                    Thread thread = new Thread(() =>
                    {
                        for (bool first = true; ; first = false)
                        {
                            try
                            {
                                if (Models.Lines(ner.Run(Models.Example)) != expected)
                                    Interlocked.Increment(ref wrong);
                                Interlocked.Increment(ref answers);
                            }
                            catch (ObjectDisposedException)
                            {
                                return;
                            }
                            finally
                            {
                                if (first)
                                    started.Signal();
                            }
                        }
                    });
                    threads.Add(thread);
                    thread.Start();
                }
                started.Wait();
                model.Dispose();
                threads.ForEach(thread => thread.Join());
            }
            Check.Equal(0, wrong, "wrong answers");
            Check.That(answers >= 4, "each thread had an answer before");
        }

        [Test]
        public static void A_run_in_progress_outlives_its_model()
        {
            string text = Models.Long();
            using (ManualResetEventSlim running = new ManualResetEventSlim())
            using (CancellationTokenSource source = new CancellationTokenSource())
            {
                Model model = Model.Load(Models.PharmaconerFolder);
                Task<NerResult> task = new Ner(model).RunAsync(text, Watcher.Of(running), source.Token);
                IntPtr native = model.Handle.DangerousGetHandle();
                Check.That(running.Wait(TimeSpan.FromMinutes(1)), "the run has begun");
                model.Dispose();
                Check.That(!IsFreed(native), "freed while a run needs it");
                source.Cancel();
                Check.Throws<AggregateException>(task.Wait);
                Check.That(task.IsCanceled, "the task is " + task.Status);
                Check.That(IsFreed(native), "freed with its last call");
            }
        }

        [Test]
        public static void Forgotten_models_are_freed_by_their_finalizers()
        {
            const int count = 10;
            IntPtr[] natives = new IntPtr[count];
            Thread thread = new Thread(() => Forget(natives));
            thread.Start();
            thread.Join();
            int freed = 0;
            for (int round = 0; round < 10 && freed < count; round++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                freed = Array.FindAll(natives, IsFreed).Length;
            }
            // Mono's collector looks at stacks word by word and may take a leftover for a reference.
            Check.That(freed >= count - 2, freed + " of " + count + " were freed");
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static void Forget(IntPtr[] natives)
        {
            for (int index = 0; index < natives.Length; index++)
                natives[index] = Model.Load(Models.PharmaconerFolder).Handle.DangerousGetHandle();
            Check.That(!IsFreed(natives[natives.Length - 1]) || natives.Length == 0, "loaded");
        }

#if CAJAL_RESOLVER
        // Not on mono, whose collector takes no notice of native memory. Alone: what other tests hold counts for when the
        // collector comes.
        [Test, Alone]
        public static void Results_that_nobody_disposes_are_freed_where_models_come_and_go()
        {
            const int count = 100;
            WeakReference[] results = new WeakReference[count];
            for (int round = 0; round < count; round++)
                results[round] = Round();
            int alive = Array.FindAll(results, result => result.IsAlive).Length;
            Check.That(alive < count / 2, alive + " of " + count + " are alive");
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static WeakReference Round()
        {
            using (Ner ner = Ner.Load(Models.PharmaconerFolder))
                return new WeakReference(ner.Run(Models.Example));
        }
#endif

        internal static unsafe bool IsFreed(IntPtr native)
        {
            IntPtr info = IntPtr.Zero, error = IntPtr.Zero;
            int status = NativeMethods.cajal_model_info(native, &info, &error);
            NativeMethods.cajal_info_free(info);
            NativeMethods.cajal_error_free(error);
            return status == (int)CajalErrorCode.InvalidHandle;
        }
    }
}
