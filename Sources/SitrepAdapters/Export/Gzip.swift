import CZlib
import Glibc

/// Bytes in a gzip frame without name and time, so that the same bytes give the same frame.
enum Gzip {
  /// - Throws: `SystemError` when memory runs out; nothing else can go wrong in memory.
  static func compress(_ bytes: [UInt8]) throws(SystemError) -> [UInt8] {
    guard bytes.count <= Int(Int32.max) else { throw SystemError("compress", "the archive", errno: EFBIG) }
    var stream = unsafe z_stream()
    guard unsafe srt_deflate_begin(&stream, 9) == Z_OK else {
      throw SystemError("compress", "the archive", errno: ENOMEM)
    }
    defer { unsafe deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: unsafe Int(deflateBound(&stream, UInt(bytes.count))) + 64)
    let result = unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        unsafe stream.next_in = source.baseAddress
        unsafe stream.avail_in = UInt32(source.count)
        unsafe stream.next_out = target.baseAddress
        unsafe stream.avail_out = UInt32(target.count)
        return unsafe deflate(&stream, Z_FINISH)
      }
    }
    guard result == Z_STREAM_END else { throw SystemError("compress", "the archive", errno: ENOMEM) }
    return unsafe Array(output.prefix(output.count - Int(stream.avail_out)))
  }
}
