using System;
#if CAJAL_RESOLVER
using System.Runtime.Loader;
using System.Threading;
#endif

namespace Cajal
{
    /// <summary>Tells when this assembly is about to go, and with it what native code may call.</summary>
    internal static class Unloading
    {
#if CAJAL_RESOLVER
        /// <summary>Has the action done once the load context of this assembly is being unloaded.</summary>
        public static void Subscribe(Action action)
        {
            AssemblyLoadContext context = AssemblyLoadContext.GetLoadContext(typeof(Unloading).Assembly);
            // Others have this event at the end of the process, when nothing may wait.
            if (context.IsCollectible)
                // The context stays until the action, which the pool holds, is done.
                context.Unloading += unloaded => ThreadPool.QueueUserWorkItem(state => action());
        }
#else
        /// <summary>Has the action done before the application domain of this assembly, or the process, ends.</summary>
        public static void Subscribe(Action action)
        {
            AppDomain.CurrentDomain.DomainUnload += (sender, unloaded) => action();
            // Threads in native code outlive the runtime. .NET Core holds them when they call into it; mono does not.
            if (typeof(object).Assembly.GetName().Name == "mscorlib")
                AppDomain.CurrentDomain.ProcessExit += (sender, exited) => action();
        }
#endif
    }
}
