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

        /// <exception cref="ArgumentOutOfRangeException">The index is none of a list of this length.</exception>
        public static void InRange(int index, int count, string name)
        {
            if (index < 0 || index >= count)
                throw new ArgumentOutOfRangeException(name, index, "There are " + count + ", numbered from 0.");
        }
    }
}
