using System;
using System.Collections.Concurrent;

namespace Cajal.Tests
{
    /// <summary>Messages reach the host's Action. The first load of a process has something to say.</summary>
    internal static class LogTests
    {
        [Test, Alone]
        public static void Messages_of_a_load_reach_the_receiver_and_hold_no_text()
        {
            ConcurrentQueue<string> messages = new ConcurrentQueue<string>();
            CajalLog.Set(LogLevel.Trace, (level, message) => messages.Enqueue(level + ": " + message));
            try
            {
                using (Ner ner = Ner.Load(Models.PharmaconerFolder))
                    ner.Run("Quevedo toma calcio.");
            }
            finally
            {
                CajalLog.Set(LogLevel.Off, null);
            }
            string all = string.Join("\n", messages);
            Check.That(all.Contains("Info: "), "a load says what it did: " + all);
            Check.That(!all.Contains("Quevedo"), "a message holds text of the document");
            int count = messages.Count;
            Model.Load(Models.PharmaconerFolder).Dispose();
            Check.Equal(count, messages.Count, "messages after silence");
        }

        [Test, Alone]
        public static void What_a_receiver_throws_is_dropped()
        {
            int calls = 0;
            CajalLog.Set(LogLevel.Info, (level, message) =>
            {
                calls++;
                throw new InvalidOperationException();
            });
            try
            {
                Model.Load(Models.PharmaconerFolder).Dispose();
            }
            finally
            {
                CajalLog.Set(LogLevel.Off, null);
            }
            Check.That(calls > 0, "the receiver was called");
        }

        [Test, Alone]
        public static void A_receiver_cannot_set_another_one()
        {
            Exception refused = null;
            CajalLog.Set(LogLevel.Info, (level, message) =>
            {
                try
                {
                    CajalLog.Set(LogLevel.Off, null);
                }
                catch (InvalidOperationException e)
                {
                    refused = e;
                }
            });
            Model.Load(Models.PharmaconerFolder).Dispose();
            CajalLog.Set(LogLevel.Off, null);
            Check.That(refused != null, "it was refused");
        }

        [Test, Alone]
        public static void A_level_that_does_not_exist_is_refused_and_the_receiver_before_stays()
        {
            int before = 0, after = 0;
            CajalLog.Set(LogLevel.Info, (level, message) => before++);
            Check.Fails(CajalErrorCode.InvalidArgument, () => CajalLog.Set((LogLevel)17, (level, message) => after++));
            Check.Fails(CajalErrorCode.InvalidArgument, () => CajalLog.Set((LogLevel)17, null));
            Model.Load(Models.PharmaconerFolder).Dispose();
            CajalLog.Set(LogLevel.Off, null);
            Check.That(before > 0, "the receiver before was told something");
            Check.Equal(0, after, "messages to the other one");
        }
    }
}
