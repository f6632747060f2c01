using System;
using System.Diagnostics;
using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Threading;

namespace Cajal.Tests
{
    /// <summary>What runs in a load context, or an application domain, that is unloaded afterwards.</summary>
    public sealed class Visitor : MarshalByRefObject
    {
        private static int heard;

        /// <summary>Sets a receiver of messages.</summary>
        public void Listen()
        {
            CajalLog.Set(LogLevel.Trace, (level, message) => Interlocked.Increment(ref heard));
        }

        /// <summary>Number of messages that the receiver was told.</summary>
        public int Heard()
        {
            return heard;
        }

        /// <summary>Number of entities that a model of its own finds.</summary>
        public int Find(string folder)
        {
            using (Ner ner = Ner.Load(folder))
            using (NerResult result = ner.Run(Models.Example))
                return result.Count;
        }

        /// <summary>Begins a run in the background that takes many seconds, and comes back when it is under way.</summary>
        public void Begin(string folder)
        {
            ManualResetEventSlim running = new ManualResetEventSlim();
            Thread thread = new Thread(() => Run(folder, Watcher.Of(running))) { IsBackground = true };
            thread.Start();
            Check.That(running.Wait(TimeSpan.FromMinutes(1)), "the run has begun");
        }

        private static void Run(string folder, NerOptions options)
        {
            try
            {
                Ner.Load(folder).Run(Models.Long(), options);
            }
            catch (CajalException)
            {
                // The end of the process takes ONNX Runtime from under it.
            }
        }

        /// <summary>Loads a model that nobody disposes; its native handle.</summary>
        public long Forget(string folder)
        {
            return Model.Load(folder).Handle.DangerousGetHandle().ToInt64();
        }
    }

    /// <summary>A copy of this assembly and of the library's, to be unloaded: a plug-in.</summary>
    internal sealed class Guest
    {
#if CAJAL_RESOLVER
        private sealed class Context : System.Runtime.Loader.AssemblyLoadContext
        {
            private readonly string folder;
            private readonly string program = AppContext.BaseDirectory;

            public Context(string folder) : base(true)
            {
                this.folder = folder;
            }

            // As a host does for plug-ins that bring libraries.
            protected override IntPtr LoadUnmanagedDll(string name)
            {
                string own = Path.Combine(program, "runtimes/linux-x64/native/lib" + name + ".so");
                return File.Exists(own) ? LoadUnmanagedDllFromPath(own) : IntPtr.Zero;
            }

            protected override Assembly Load(AssemblyName name)
            {
                string own = Path.Combine(folder, name.Name + ".dll");
                string shared = Path.Combine(program, name.Name + ".dll");
                return File.Exists(own) ? LoadFromAssemblyPath(own) : File.Exists(shared) ? LoadFromAssemblyPath(shared) : null;
            }
        }

        private Context context;
        private object visitor;

        /// <summary>A guest with the assembly of a folder below the program's, if it is given one.</summary>
        public Guest(string folder = "")
        {
            context = new Context(Path.Combine(AppContext.BaseDirectory, folder));
            Assembly copy = context.LoadFromAssemblyName(typeof(Visitor).Assembly.GetName());
            visitor = Activator.CreateInstance(copy.GetType(typeof(Visitor).FullName));
        }

        /// <summary>What the guest's visitor answers.</summary>
        public object Call(string method, params object[] arguments)
        {
            return visitor.GetType().GetMethod(method).Invoke(visitor, arguments);
        }

        /// <summary>Unloads the guest and waits until it is gone.</summary>
        public void Unload()
        {
            WeakReference gone = Begin();
            // As long as the pool takes to get to what the guest has left there.
            for (Stopwatch watch = Stopwatch.StartNew(); gone.IsAlive && watch.Elapsed.TotalMinutes < 1; Thread.Yield())
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
            Check.That(!gone.IsAlive, "the guest is still there");
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private WeakReference Begin()
        {
            WeakReference gone = new WeakReference(context);
            context.Unload();
            context = null;
            visitor = null;
            return gone;
        }
#else
        private readonly AppDomain domain = AppDomain.CreateDomain("guest");
        private readonly object visitor;

        public Guest()
        {
            visitor = domain.CreateInstanceAndUnwrap(typeof(Visitor).Assembly.FullName, typeof(Visitor).FullName);
        }

        /// <summary>What the guest's visitor answers.</summary>
        public object Call(string method, params object[] arguments)
        {
            return typeof(Visitor).GetMethod(method).Invoke(visitor, arguments);
        }

        /// <summary>Unloads the guest.</summary>
        public void Unload()
        {
            AppDomain.Unload(domain);
        }
#endif
    }
}
