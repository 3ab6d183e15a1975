package io.headwater.contract;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.OptionalLong;

/** What the C library has given out and not got back, in bytes; resident memory would also tell of what it keeps for later.
 *  <p>Source: glibc's {@code mallinfo2}. */
public final class NativeHeap {
    private static final int FIELDS = 10;
    private static final int MAPPED = 4;
    private static final int IN_USE = 7;

    private NativeHeap() {}

    /** Empty where there is no glibc 2.33 or later. */
    public static OptionalLong used() {
        Linker linker = Linker.nativeLinker();
        var symbol = linker.defaultLookup().find("mallinfo2");
        if (symbol.isEmpty()) {
            return OptionalLong.empty();
        }
        MemoryLayout[] fields = new MemoryLayout[FIELDS];
        java.util.Arrays.fill(fields, ValueLayout.JAVA_LONG);
        MethodHandle mallinfo = linker.downcallHandle(symbol.get(), FunctionDescriptor.of(MemoryLayout.structLayout(fields)));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = (MemorySegment) mallinfo.invokeExact((SegmentAllocator) arena);
            return OptionalLong.of(info.getAtIndex(ValueLayout.JAVA_LONG, MAPPED) + info.getAtIndex(ValueLayout.JAVA_LONG, IN_USE));
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }
}
