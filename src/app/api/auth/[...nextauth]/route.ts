import { handleAuth } from "@/server/auth/handle-auth";

export { handleAuth as DELETE, handleAuth as GET, handleAuth as PATCH, handleAuth as POST, handleAuth as PUT };
