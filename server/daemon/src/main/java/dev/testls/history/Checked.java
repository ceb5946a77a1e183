package dev.testls.history;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.DataType;
import org.h2.mvstore.type.ObjectDataType;

/**
 * Keys and values, each with a check sum: the store's own are of where its pages lie and how long they are, and a byte that a disk
 * has lost inside of one would be taken for what was written.
 */
final class Checked<T> extends BasicDataType<T> {
    @SuppressWarnings("unchecked")
    private final DataType<T> plain = (DataType<T>) (DataType<?>) new ObjectDataType();

    /** Opens a map; reading it throws {@link IllegalStateException} where it is not as it was written. */
    static <K, V> MVMap<K, V> map(MVStore store, String name) {
        return store.openMap(name, new MVMap.Builder<K, V>().keyType(new Checked<>()).valueType(new Checked<>()));
    }

    @Override
    public int getMemory(T value) {
        return plain.getMemory(value);
    }

    @Override
    public void write(WriteBuffer out, T value) {
        WriteBuffer alone = new WriteBuffer();
        plain.write(alone, value);
        byte[] bytes = new byte[alone.position()];
        alone.getBuffer().flip().get(bytes);
        out.putVarInt(bytes.length).put(bytes).putInt(sum(bytes));
    }

    @Override
    public T read(ByteBuffer in) {
        int length = DataUtils.readVarInt(in);
        if (length < 0 || length > in.remaining() - Integer.BYTES) throw new IllegalStateException("it is damaged");
        byte[] bytes = new byte[length];
        in.get(bytes);
        if (in.getInt() != sum(bytes)) throw new IllegalStateException("it is damaged");
        return plain.read(ByteBuffer.wrap(bytes));
    }

    private static int sum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return (int) sum.getValue();
    }

    @Override
    public int compare(T one, T other) {
        return plain.compare(one, other);
    }

    @Override
    public T[] createStorage(int size) {
        return plain.createStorage(size);
    }
}
