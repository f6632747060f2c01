using System;

namespace Cajal
{
    internal static class Arguments
    {
        /// <exception cref="ArgumentNullException">The argument is null.</exception>
        public static void NotNull(object value, string name)
        {
            if (value == null)
                throw new ArgumentNullException(name);
        }
    }
}
