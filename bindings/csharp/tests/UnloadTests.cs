using System;
using System.Threading;

namespace Cajal.Tests
{
    /// <summary>
    /// Plug-ins that use the library and are unloaded: load contexts on .NET Core, application domains on mono. Each test
    /// has a process of its own, for what it fails with is the end of the process.
    /// </summary>
    internal static class UnloadTests
    {
        private static string Folder
        {
            get { return Models.PharmaconerFolder; }
        }

        private static void ListenAndLeave(Guest guest)
        {
            guest.Call("Listen");
            Check.Equal(4, guest.Call("Find", Folder), "entities of the guest");
            Check.That((int)guest.Call("Heard") > 0, "the guest was told something");
            guest.Unload();
            Check.Equal(4, new Visitor().Find(Folder), "entities after it");
        }

        [Test, Alone]
        public static void A_plug_in_that_set_a_receiver_may_be_unloaded()
        {
            ListenAndLeave(new Guest());
            ListenAndLeave(new Guest());
        }

        [Test, Alone]
        public static void A_receiver_may_be_set_after_that_of_a_plug_in_went_with_it()
        {
            ListenAndLeave(new Guest());
            Visitor visitor = new Visitor();
            visitor.Listen();
            visitor.Find(Folder);
            Check.That(visitor.Heard() > 0, "told something");
        }

        [Test, Alone]
        public static void A_model_that_an_unloaded_plug_in_forgot_is_freed()
        {
            Check.That(CajalLibrary.Version.Length > 0, "loaded");
            Guest guest = new Guest();
            IntPtr native = new IntPtr((long)guest.Call("Forget", Folder));
            Check.That(!LifetimeTests.IsFreed(native), "freed while the plug-in was there");
            guest.Unload();
            Check.That(LifetimeTests.IsFreed(native), "its finalizer freed it");
        }

        // What could fail comes after it: the end of the process, with its status.
        [Test, Alone]
        public static void A_process_may_end_during_a_run_with_a_receiver()
        {
            Visitor visitor = new Visitor();
            visitor.Listen();
            visitor.Begin(Folder);
            Check.That(visitor.Heard() > 0, "told something");
        }

#if CAJAL_RESOLVER
        // What a program for .NET 5 to 7 gets.
        [Test, Alone]
        public static void A_plug_in_with_the_build_for_netstandard_may_be_unloaded()
        {
            ListenAndLeave(new Guest("netstandard"));
        }

        [Test, Alone]
        public static void A_plug_in_finds_the_native_library_where_its_host_has_it()
        {
            Guest guest = new Guest();
            // The folders of the program have none.
            AppDomain.CurrentDomain.SetData("APP_CONTEXT_BASE_DIRECTORY", "/nowhere/");
            Check.Equal(4, guest.Call("Find", Folder), "entities of the guest");
        }

        [Test, Alone]
        public static void A_receiver_outlives_a_plug_in_that_set_one_before()
        {
            Guest guest = new Guest();
            guest.Call("Listen");
            Visitor visitor = new Visitor();
            visitor.Listen();
            guest.Unload();
            visitor.Find(Folder);
            Check.That(visitor.Heard() > 0, "told something");
        }
#else
        // A load context is there until its runs have ended; an application domain is not.
        [Test, Alone]
        public static void A_plug_in_may_be_unloaded_during_its_run()
        {
            Guest guest = new Guest();
            guest.Call("Listen");
            guest.Call("Begin", Folder);
            guest.Unload();
            Check.Equal(4, new Visitor().Find(Folder), "entities after it");
        }
#endif
    }
}
