using System;
#if CAJAL_RESOLVER
using System.Runtime.Loader;
#else
using System.Reflection;
#endif
using System.Threading;

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
        /// <summary>
        /// Has the action done before the application domain of this assembly, or the process, ends, or once its load context
        /// is being unloaded.
        /// </summary>
        public static void Subscribe(Action action)
        {
            Assembly core = typeof(object).Assembly;
            if (core.GetName().Name == "mscorlib")
                OfDomain(action);
            else
                OfContext(core.GetType("System.Runtime.Loader.AssemblyLoadContext"), action);
        }

        private static void OfDomain(Action action)
        {
            AppDomain.CurrentDomain.DomainUnload += (sender, unloaded) => action();
            // Threads in native code outlive the runtime. .NET Core holds them when they call into it; mono does not.
            AppDomain.CurrentDomain.ProcessExit += (sender, exited) => action();
        }

        // As in the other build, by names that netstandard2.0 has not.
        private static void OfContext(Type type, Action action)
        {
            object context = type.GetMethod("GetLoadContext").Invoke(null, new object[] { typeof(Unloading).Assembly });
            PropertyInfo collectible = type.GetProperty("IsCollectible");
            if (collectible == null || !(bool)collectible.GetValue(context))
                return;
            EventInfo unloading = type.GetEvent("Unloading");
            Action<object> queue = unloaded => ThreadPool.QueueUserWorkItem(state => action());
            unloading.AddEventHandler(
                context, Delegate.CreateDelegate(unloading.EventHandlerType, queue.Target, queue.Method));
        }
#endif
    }
}
